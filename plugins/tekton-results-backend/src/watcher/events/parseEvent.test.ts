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

import { readRecording } from 'example-cluster';
import { EVENT_FIELD_SELECTOR, parseEvent } from './parseEvent';

const recorded = readRecording()
  .events.filter(({ resource }) => resource === 'events')
  .map(({ object }) => object);

function event(involvedObject: object, others: object = {}) {
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: {
      name: 'e1',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '7',
      creationTimestamp: '2026-11-21T10:00:00Z',
      managedFields: [],
    },
    involvedObject,
    reason: 'Started',
    ...others,
  };
}

const taskRun = {
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  namespace: 'shop',
  name: 'build',
  uid: 'uid-1',
};

describe('parseEvent', () => {
  it('reads every recorded event of a run or of a pod of one, and no other', () => {
    const kinds = new Map<string, number>();
    for (const { subject } of recorded.flatMap(
      object => parseEvent(object) ?? [],
    )) {
      kinds.set(subject.kind, (kinds.get(subject.kind) ?? 0) + 1);
    }
    // Pods of the affinity assistants are not those of TaskRuns.
    expect(Object.fromEntries(kinds)).toEqual({
      PipelineRun: 55,
      TaskRun: 246,
      Pod: 197,
    });
  });

  it('keeps of the metadata what upstream keeps, and the rest as it is', () => {
    expect(parseEvent(event(taskRun))).toEqual({
      subject: {
        kind: 'TaskRun',
        namespace: 'shop',
        name: 'build',
        uid: 'uid-1',
      },
      time: Date.UTC(2026, 10, 21, 10),
      item: {
        metadata: {
          name: 'e1',
          namespace: 'shop',
          creationTimestamp: '2026-11-21T10:00:00Z',
        },
        involvedObject: taskRun,
        reason: 'Started',
      },
    });
  });

  it.each([
    ['of a pod of no TaskRun', event({ kind: 'Pod', name: 'shop-7d4b' })],
    [
      'of a kind of that name elsewhere',
      event({ ...taskRun, apiVersion: 'example.com/v1' }),
    ],
    ['of a run without a uid', event({ ...taskRun, uid: undefined })],
    ['of another kind', event({ ...taskRun, kind: 'Pipeline' })],
    ['that is a bookmark', { metadata: { resourceVersion: '7' } }],
    ['that is no object', 'x'],
  ])('leaves out an event %s', (_, object) => {
    expect(parseEvent(object)).toBe(undefined);
  });

  it.each(['build-pod', 'build-pod-retry1', 'build-pod-retry12'])(
    'takes pod %s for one of a TaskRun',
    name => {
      const pod = { kind: 'Pod', name, uid: 'pod-uid' };
      expect(parseEvent(event(pod))?.subject.name).toBe(name);
    },
  );

  it('takes the first time that an event has', () => {
    const time = (others: object) => parseEvent(event(taskRun, others))?.time;
    expect(
      time({ firstTimestamp: null, eventTime: '2026-11-21T09:00:00.5Z' }),
    ).toBe(Date.UTC(2026, 10, 21, 9, 0, 0, 500));
    expect(time({ firstTimestamp: '2026-11-21T08:00:00Z' })).toBe(
      Date.UTC(2026, 10, 21, 8),
    );
  });

  it('selects on the server without leaving out runs and pods', () => {
    expect(EVENT_FIELD_SELECTOR).toContain('involvedObject.kind!=ReplicaSet');
    expect(EVENT_FIELD_SELECTOR).not.toMatch(/Run|=Pod/);
  });
});
