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

import type { StewardedChild } from '../../store';

/** Kinds of which Tekton makes children that are archived. */
export interface ChildReference {
  readonly kind: string;
  readonly name: string;
}

/**
 * Whether a completed PipelineRun may go as far as its children are concerned:
 * they are gone with it. Each must be stored to its end, those that it names and
 * those that name it. One that never arrived is waited for however long it takes:
 * it may be that it just cannot be read.
 */
export function childrenSettled(options: {
  /** Those that the PipelineRun names. */
  references: readonly ChildReference[];
  /** Those that are stored. */
  children: readonly StewardedChild[];
  /** Whether a child would be stored. */
  expected: (reference: ChildReference) => boolean;
}): boolean {
  const { references, children, expected } = options;
  if (children.some(({ settled }) => !settled)) {
    return false;
  }
  const stored = new Set(children.map(({ kind, name }) => `${kind}/${name}`));
  return references
    .filter(expected)
    .every(({ kind, name }) => stored.has(`${kind}/${name}`));
}
