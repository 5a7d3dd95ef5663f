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

import { captureSeen } from './captureRun';
import { seeRun } from './seeRun';
import { event, listOf, reflect, run, watchOf } from './__testUtils__/reflect';
import { MemoryCaptureStore } from './__testUtils__/MemoryCaptureStore';

/** A CustomRun may carry whatever its controller understands. */
function nested(levels: number) {
  const text = `${'{"in":'.repeat(levels)}1${'}'.repeat(levels)}`;
  return { ...run('nested', 13), spec: { customSpec: JSON.parse(text) } };
}

describe('seeRun', () => {
  it('keeps of an object what is worth storing', () => {
    const object = run('a', 7);
    const { seen } = seeRun(
      {
        ...object,
        metadata: {
          ...object.metadata,
          managedFields: [{ manager: 'x' }],
          annotations: {
            mine: 'kept',
            'kubectl.kubernetes.io/last-applied-configuration': '{}',
          },
        },
      },
      'listed',
    );
    expect(seen).toEqual({
      uid: 'uid-a',
      resourceVersion: 7,
      sighting: 'listed',
      finished: false,
      payload: {
        ...object,
        metadata: { ...object.metadata, annotations: { mine: 'kept' } },
      },
    });
    expect(seen && captureSeen(seen)).toMatchObject({
      facts: { uid: 'uid-a', name: 'a', kind: 'PipelineRun' },
      resourceVersion: 7,
      sighting: 'listed',
    });
  });

  it.each([
    [100, undefined],
    [9_000, 'object: has more than 500 levels'],
  ])('of an object with %d levels says %s', (levels, expected) => {
    expect(seeRun(nested(levels), 'changed').problem).toBe(expected);
  });

  it('lets no object that cannot be made text of hold others up', async () => {
    const store = new MemoryCaptureStore();
    await reflect(store, [
      listOf(10, run('a', 5)),
      watchOf(
        [event('MODIFIED', 'a', 12)],
        [{ type: 'ADDED', object: nested(9_000) }],
        [event('ADDED', 'b', 14)],
      ),
    ]);
    expect(store.calls.filter(call => call.startsWith('changed'))).toEqual([
      'changed a 12',
      'changed b 14',
    ]);
  });
});
