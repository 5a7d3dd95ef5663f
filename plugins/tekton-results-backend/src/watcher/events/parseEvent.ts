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

import type { JsonObject } from '@backstage/types';
import { RUN_KINDS } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import type { CapturedEvent } from '../../store';

/**
 * Kinds whose events are many and never about a run. The server leaves them out;
 * it has no way to select several kinds, only to deselect.
 */
const OTHER_KINDS = [
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PersistentVolumeClaim',
  'Service',
  'Ingress',
  'Node',
  'Certificate',
];

/** Selects, as well as a server can, the events that are about runs. */
export const EVENT_FIELD_SELECTOR = OTHER_KINDS.map(
  kind => `involvedObject.kind!=${kind}`,
).join(',');

/** How Tekton names the pods of TaskRuns, whatever it must cut off the front. */
const TASK_RUN_POD = /-pod(-retry\d+)?$/;

const text = z.string().nullish().catch(undefined);

const eventSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    creationTimestamp: text,
  }),
  involvedObject: z.object({
    apiVersion: text,
    kind: z.string(),
    namespace: text,
    name: z.string().min(1),
    uid: text,
  }),
  firstTimestamp: text,
  eventTime: text,
});

type Event = z.infer<typeof eventSchema>;

/**
 * Reads a Kubernetes Event.
 *
 * @returns what is to be kept of it; undefined if it is not about a run or the
 * pod of one
 */
export function parseEvent(object: unknown): CapturedEvent | undefined {
  const parsed = eventSchema.safeParse(object);
  if (!parsed.success || !isOfRun(parsed.data)) {
    return undefined;
  }
  const { metadata, involvedObject, firstTimestamp, eventTime } = parsed.data;
  const time = Date.parse(
    firstTimestamp || eventTime || metadata.creationTimestamp || '',
  );
  return {
    subject: {
      kind: involvedObject.kind,
      namespace: involvedObject.namespace || metadata.namespace,
      name: involvedObject.name,
      uid: involvedObject.uid ?? '',
    },
    time: Number.isNaN(time) ? 0 : time,
    // What parses as an event is a JSON object.
    item: reduced(object as JsonObject, metadata),
  };
}

function isOfRun({ involvedObject }: Event): boolean {
  const { apiVersion, kind, name, uid } = involvedObject;
  return kind === 'Pod'
    ? TASK_RUN_POD.test(name)
    : RUN_KINDS.some(known => known === kind) &&
        Boolean(uid) &&
        (apiVersion ?? '').startsWith('tekton.dev/');
}

/** As upstream keeps it: an item of a list, with little metadata. */
function reduced(event: JsonObject, metadata: Event['metadata']): JsonObject {
  const { kind, apiVersion, metadata: whole, ...others } = event;
  const { name, namespace, creationTimestamp = null } = metadata;
  return { metadata: { name, namespace, creationTimestamp }, ...others };
}
