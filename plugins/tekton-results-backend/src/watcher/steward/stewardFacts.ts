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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { StewardedRun } from '../../store';
import { finalizerOf, type ArchivePolicy, type RunTraits } from '../archive';
import type { StewardFacts } from './nextStewardStep';

/** What every annotation of Tekton Results begins with. */
export const ANNOTATION_PREFIX = 'results.tekton.dev/';

const STORED = `${ANNOTATION_PREFIX}stored`;

/**
 * The annotations that Tekton Results gives a run, for tools that read them. They
 * are written and never believed: what is stored stands in the database.
 */
export function wantedAnnotations(
  run: Pick<StewardedRun, 'status' | 'result' | 'record'>,
  traits: Pick<RunTraits, 'annotations' | 'ownerKinds'>,
): Record<string, string> {
  const names = {
    [`${ANNOTATION_PREFIX}result`]: run.result,
    [`${ANNOTATION_PREFIX}record`]: run.record,
  };
  if (!isFinished(run.status)) {
    // A run made from the YAML of an old one may say that it is stored.
    return STORED in traits.annotations
      ? { ...names, [STORED]: 'false' }
      : names;
  }
  return {
    ...names,
    [STORED]: 'true',
    ...(traits.ownerKinds.length > 0 && {
      [`${ANNOTATION_PREFIX}childReadyForDeletion`]: 'true',
    }),
  };
}

/** What the stored state of a run tells of it. */
export function stewardFacts(
  run: Pick<
    StewardedRun,
    | 'kind'
    | 'namespace'
    | 'name'
    | 'status'
    | 'completedAt'
    | 'storedAt'
    | 'finalStoredAt'
    | 'result'
    | 'record'
  >,
  traits: RunTraits,
  policy: ArchivePolicy,
): StewardFacts {
  const { kind, namespace, name, status } = run;
  const wanted = Object.entries(wantedAnnotations(run, traits));
  return {
    kind,
    finished: isFinished(status),
    completedAt: run.completedAt,
    storedAt: run.storedAt,
    finalStoredAt: run.finalStoredAt,
    deleting: traits.deleting,
    hasFinalizer: traits.finalizers.includes(finalizerOf(kind)),
    ownerKinds: traits.ownerKinds,
    labels: traits.labels,
    archived: policy.takes({ kind, namespace, name, traits }),
    lacksAnnotations: wanted.some(
      ([key, value]) => traits.annotations[key] !== value,
    ),
  };
}
