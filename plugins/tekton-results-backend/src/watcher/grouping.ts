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

import { createHash } from 'crypto';
import type { RunObject } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../store';

const RESULT_ANNOTATION = 'results.tekton.dev/result';
const RECORD_ANNOTATION = 'results.tekton.dev/record';
const EVENT_ID_LABEL = 'triggers.tekton.dev/triggers-eventid';

const SEGMENT = /^[a-z0-9_-]{1,63}$/;
const RECORD_NAME =
  /^([a-z0-9_-]{1,63})\/results\/([a-z0-9_-]{1,63})\/records\/([a-z0-9_-]{1,63})$/;

/**
 * Which Result a run belongs to, and its name there, by upstream's rules: the
 * Result it is annotated with, else that of the trigger event, else that of the
 * PipelineRun that owns it, else one of its own.
 *
 * Unlike upstream, annotations are believed only if they name this run, or the
 * PipelineRun that owns it (Tekton copies annotations to children). So a new run
 * made from the YAML of an old one never overwrites the old one's Record.
 */
export function runGroup(run: RunObject): CapturedRun['group'] {
  const { metadata } = run;
  const parent = metadata.namespace;
  const record = validSegment(metadata.uid);
  const ownerUid = metadata.ownerReferences.find(
    ({ kind }) => kind.toLowerCase() === 'pipelinerun',
  )?.uid;

  const annotated = annotatedResult(run, [metadata.uid, ownerUid]);
  if (annotated) {
    return { parent, result: annotated, record };
  }
  const eventId = metadata.labels[EVENT_ID_LABEL];
  return {
    parent,
    result: validSegment(eventId || ownerUid || metadata.uid),
    record,
  };
}

function annotatedResult(
  run: RunObject,
  uids: ReadonlyArray<string | undefined>,
): string | undefined {
  const { annotations, namespace } = run.metadata;
  const name = RECORD_NAME.exec(annotations[RECORD_ANNOTATION] ?? '');
  if (!name) {
    return undefined;
  }
  const [, parent, result, record] = name;
  const believable =
    parent === namespace &&
    uids.includes(record) &&
    annotations[RESULT_ANNOTATION] === `${parent}/results/${result}`;
  return believable ? result : undefined;
}

/**
 * A text as one part of a name. Upstream's server refuses names with capitals or
 * dots, and its watcher then never stores the run; here such a text is replaced
 * by a name made from it.
 */
function validSegment(text: string): string {
  return SEGMENT.test(text)
    ? text
    : createHash('sha256').update(text).digest('hex').slice(0, 40);
}
