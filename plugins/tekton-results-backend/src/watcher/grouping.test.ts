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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import { runGroup } from './grouping';

const UID = 'e6b4b2e3-d876-4bbe-a927-95c691b6fdc7';
const OWNER = '949eebd9-1cf7-478f-a547-9ee313035f10';

function group(metadata: object) {
  const { run, problem } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { name: 'a', namespace: 'shop', uid: UID, ...metadata },
  });
  if (!run) {
    throw new Error(problem);
  }
  return runGroup(run);
}

const owned = {
  ownerReferences: [{ kind: 'PipelineRun', name: 'p', uid: OWNER }],
};

function annotated(result: string, record: string) {
  return {
    annotations: {
      'results.tekton.dev/result': result,
      'results.tekton.dev/record': record,
    },
  };
}

function eventId(id: string) {
  return { labels: { 'triggers.tekton.dev/triggers-eventid': id } };
}

describe('runGroup', () => {
  it.each([
    ['a run of its own', {}, UID],
    ['a task of a PipelineRun', owned, OWNER],
    ['a run of a trigger event', { ...owned, ...eventId('ev-1') }, 'ev-1'],
    ['a run with an empty event id', { ...owned, ...eventId('') }, OWNER],
    [
      'a run with annotations that name it',
      annotated('shop/results/r', `shop/results/r/records/${UID}`),
      'r',
    ],
    [
      'a task with annotations that Tekton copied from its PipelineRun (F26)',
      {
        ...owned,
        ...annotated('shop/results/r', `shop/results/r/records/${OWNER}`),
      },
      'r',
    ],
    [
      'a run made from the YAML of an old one (F1, window 8)',
      annotated('shop/results/r', 'shop/results/r/records/old'),
      UID,
    ],
    [
      'a run with annotations of another namespace',
      annotated('other/results/r', `other/results/r/records/${UID}`),
      UID,
    ],
    [
      'a run with annotations that contradict each other',
      annotated('shop/results/q', `shop/results/r/records/${UID}`),
      UID,
    ],
  ])('puts %s where it belongs', (_, metadata, result) => {
    expect(group(metadata)).toEqual({ parent: 'shop', result, record: UID });
  });

  it('window 5: makes a valid name of an event id that upstream refuses', () => {
    const { result } = group(eventId('Build.42'));
    expect(result).toMatch(/^[a-z0-9_-]{1,63}$/);
    expect(group(eventId('Build.42')).result).toBe(result);
    expect(group(eventId('Build.43')).result).not.toBe(result);
  });
});
