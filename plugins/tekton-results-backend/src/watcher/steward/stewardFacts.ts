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
/** What follows it in those that only a finished run may have. */
const ONLY_WHEN_FINISHED = ['eventlist', 'log', 'childReadyForDeletion'];

/**
 * The annotations that Tekton Results gives a run, for tools that read them. They
 * are written and never believed: what is stored stands in the database.
 */
export function wantedAnnotations(
  run: Pick<
    StewardedRun,
    'status' | 'result' | 'record' | 'eventListRecord' | 'log'
  >,
  traits: Pick<RunTraits, 'ownerKinds'>,
): Record<string, string> {
  const finished = isFinished(run.status);
  const wanted = {
    result: run.result,
    record: run.record,
    // Also while it is not: a run made from the YAML of an old one has its own.
    stored: String(finished),
    ...(finished && {
      eventlist: run.eventListRecord,
      log: run.log,
      childReadyForDeletion: traits.ownerKinds.length > 0 ? 'true' : undefined,
    }),
  };
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) =>
      value ? [[`${ANNOTATION_PREFIX}${name}`, value]] : [],
    ),
  );
}

/**
 * The annotations that a run has of another one, from whose YAML it was made: each
 * that tells of a log or events beyond its own Result, or that it is ready although
 * it is not. What names its own may have been written by Tekton Results.
 */
export function copiedAnnotations(
  run: Parameters<typeof wantedAnnotations>[0],
  traits: Pick<RunTraits, 'annotations' | 'ownerKinds'>,
): string[] {
  const wanted = wantedAnnotations(run, traits);
  return ONLY_WHEN_FINISHED.map(name => `${ANNOTATION_PREFIX}${name}`).filter(
    key =>
      wanted[key] === undefined &&
      traits.annotations[key]?.startsWith(`${run.result}/`) === false,
  );
}

/** Whether a run has not just the annotations of Tekton Results that it should. */
export function lacksAnnotations(
  run: Parameters<typeof wantedAnnotations>[0],
  traits: Pick<RunTraits, 'annotations' | 'ownerKinds'>,
): boolean {
  return (
    copiedAnnotations(run, traits).length > 0 ||
    Object.entries(wantedAnnotations(run, traits)).some(
      ([key, value]) => traits.annotations[key] !== value,
    )
  );
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
    | 'eventListRecord'
    | 'log'
  >,
  traits: RunTraits,
  policy: ArchivePolicy,
): StewardFacts {
  const { kind, namespace, name, status } = run;
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
    lacksAnnotations: lacksAnnotations(run, traits),
  };
}
