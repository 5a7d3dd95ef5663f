/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
import type { RunFacts } from 'backstage-plugin-tekton-results-common';

/** A run, and where its Record is: what an object says of its namespace proves nothing. */
export interface PlacedRun {
  readonly parent: string;
  readonly facts: RunFacts;
}

/**
 * What tells runs that look alike: those of the same pipeline, or of a task in it,
 * in the same namespace. Runs of others never share a dictionary.
 */
export function runTemplate(
  cluster: string,
  { parent, facts: { kind, pipeline, task } }: PlacedRun,
): string {
  return JSON.stringify([
    cluster,
    parent,
    kind,
    pipeline ?? null,
    task ?? null,
  ]);
}
