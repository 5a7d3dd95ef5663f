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

import { asObject, asObjects, asText, KubernetesObject } from '../kubernetes';
import { RecordedEvent, RecordedLog, Recording } from './readRecording';

/** Everything that belongs to one recorded top-level run. */
export interface RecordedRun {
  uid: string;
  name: string;
  namespace: string;
  kind: string;
  /** The run itself as it was first seen. */
  created: KubernetesObject;
  /** The pipeline, or nothing for a stand-alone run. */
  pipeline?: string;
  succeeded: boolean;
  /** When the first event came, since the start of the recording. */
  startMs: number;
  /** Events of the run, its children, its pods and about all of these, in order. */
  events: RecordedEvent[];
  logs: RecordedLog[];
}

const RUN_RESOURCES = ['pipelineruns', 'taskruns', 'customruns'];

/** Whether an event is about a run of any kind. */
export function isRunEvent(event: RecordedEvent): boolean {
  return RUN_RESOURCES.includes(event.resource);
}

/** Sorts a recording by top-level run, in order of their start. */
export function splitIntoRuns(recording: Recording): RecordedRun[] {
  const rootOf = findRoots(recording.events);
  const runs = new Map<string, RecordedRun>();
  for (const event of recording.events) {
    const { uid } = event.object.metadata;
    if (isRunEvent(event) && rootOf.get(uid) === uid && !runs.has(uid)) {
      runs.set(uid, newRun(event));
    }
  }
  for (const event of recording.events) {
    const { object } = event;
    // Not only of runs that have begun: an event about a run can arrive before the run itself.
    const run = runs.get(rootOf.get(subjectUid(event)) ?? '');
    if (run) {
      run.events.push(event);
      run.startMs = Math.min(run.startMs, event.ms);
    }
    if (run?.uid === object.metadata.uid) {
      run.succeeded = hasSucceeded(object);
      run.pipeline = object.metadata.labels?.['tekton.dev/pipeline'];
    }
  }
  for (const log of recording.logs) {
    runs.get(rootOf.get(log.uid) ?? '')?.logs.push(log);
  }
  return [...runs.values()];
}

/** The state of the `Succeeded` condition of a run. */
export function succeededCondition(object: KubernetesObject) {
  const condition = asObjects(object.status?.conditions).find(
    entry => entry.type === 'Succeeded',
  );
  return {
    status: asText(condition?.status),
    reason: asText(condition?.reason),
  };
}

function hasSucceeded(object: KubernetesObject): boolean {
  return succeededCondition(object).status === 'True';
}

/** uid of every run and pod to the uid of the run at the top of its owners. */
function findRoots(events: RecordedEvent[]): Map<string, string> {
  const rootOf = new Map<string, string>();
  for (const event of events) {
    const { metadata } = event.object;
    if (event.resource === 'events' || rootOf.has(metadata.uid)) {
      continue;
    }
    const owner = metadata.ownerReferences?.find(o => rootOf.has(o.uid));
    const root = owner ? rootOf.get(owner.uid) : metadata.uid;
    rootOf.set(metadata.uid, root ?? metadata.uid);
  }
  return rootOf;
}

function subjectUid({ resource, object }: RecordedEvent): string {
  return resource === 'events'
    ? asText(asObject(object.involvedObject).uid) ?? ''
    : object.metadata.uid;
}

function newRun({ ms, object }: RecordedEvent): RecordedRun {
  return {
    uid: object.metadata.uid,
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    kind: object.kind,
    created: object,
    succeeded: false,
    startMs: ms,
    events: [],
    logs: [],
  };
}
