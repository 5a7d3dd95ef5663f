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

/**
 * The facts of a newer state of a run, of which an owner is stored already. It stays
 * in its tree: Kubernetes takes the owner away when a PipelineRun is deleted without
 * what it owns (`--cascade=orphan`), and a pin would not keep it any more.
 */
export function keepOwner(
  facts: RunFacts,
  ownerUid: string | null | undefined,
): RunFacts {
  return facts.ownerUid === undefined && ownerUid
    ? { ...facts, ownerUid, root: false }
    : facts;
}
