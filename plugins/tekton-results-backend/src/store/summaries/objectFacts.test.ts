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

import { factsOfPayload } from './objectFacts';

describe('factsOfPayload', () => {
  it('reads what the paths lead to', () => {
    expect(
      factsOfPayload({
        metadata: {
          namespace: 'shop',
          creationTimestamp: '1970-01-01T00:00:01Z',
          labels: { 'tekton.dev/pipeline': 'release' },
          annotations: { 'pipelinesascode.tekton.dev/repository': 'acme' },
        },
        status: {
          startTime: '1970-01-01T02:00:00.5+02:00',
          completionTime: '1970-01-01T00:00:00.0000015Z',
          conditions: [{ reason: 'Failed' }, { reason: 'Succeeded' }],
        },
      }),
    ).toEqual({
      reason: 'Failed',
      namespace: 'shop',
      pipeline: 'release',
      repository: 'acme',
      creationTimestamp: 1_000_000n,
      startTime: 500_000n,
      completionTime: 2n,
    });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'text'],
    ['a list', [1]],
    [
      'other types on the way',
      { metadata: 'x', status: { conditions: { 0: {} } } },
    ],
    [
      'times that are none',
      { status: { startTime: 'soon', completionTime: 5 } },
    ],
    ['conditions of nothing', { status: { conditions: [] } }],
  ])('finds nothing in %s', (_, payload) => {
    const found = Object.values(factsOfPayload(payload));
    expect(found.filter(fact => fact !== undefined)).toEqual([]);
  });

  it('has a text for any value', () => {
    expect(
      factsOfPayload({
        metadata: { namespace: 7 },
        status: { conditions: [{ reason: {} }] },
      }),
    ).toMatchObject({ namespace: '7', reason: '{}' });
  });
});
