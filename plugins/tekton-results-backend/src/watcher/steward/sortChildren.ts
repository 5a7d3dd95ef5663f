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

import type { RunKind } from 'backstage-plugin-tekton-results-common';
import type { StewardedChild } from '../../store';

/** A run that a PipelineRun names as its own. */
export interface ChildReference {
  readonly kind: RunKind;
  readonly name: string;
}

/**
 * Sorts what must be stored to its end before a completed PipelineRun may go, as
 * it is gone with it: what names the PipelineRun, and what the PipelineRun names.
 *
 * @returns what is stored and not finished, and what is not stored at all
 */
export function sortChildren(options: {
  /** Those that the PipelineRun names, as far as they would be stored. */
  references: readonly ChildReference[];
  /** Those that are stored. */
  children: readonly StewardedChild[];
}): {
  readonly unfinished: readonly ChildReference[];
  readonly unstored: readonly ChildReference[];
} {
  const { references, children } = options;
  const stored = new Set(children.map(keyOf));
  return {
    unfinished: children.filter(({ settled }) => !settled),
    unstored: references.filter(reference => !stored.has(keyOf(reference))),
  };
}

function keyOf({ kind, name }: ChildReference): string {
  return `${kind}/${name}`;
}
