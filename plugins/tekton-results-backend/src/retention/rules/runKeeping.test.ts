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

import type { StoredRun } from '../../store';
import { testSettings } from '../__testUtils__/jobParts';
import { compileRules } from './Rule';
import { createRunKeeping, longestKeeping } from './runKeeping';

const DAY_MS = 24 * 60 * 60 * 1000;
const END = '2026-11-20T12:00:00.000Z';

function run(
  changes: Partial<StoredRun['summary']> = {},
  rest: Partial<StoredRun> = {},
): StoredRun {
  const summary = {
    cluster: 'prod',
    uid: 'uid',
    kind: 'PipelineRun',
    status: 'succeeded',
    namespace: 'shop',
    name: 'build',
    createdAt: '2026-11-20T11:00:00.000Z',
    completedAt: END,
    source: {},
    ...changes,
  };
  return {
    summary,
    parent: 'shop',
    dataType: 'tekton.dev/v1.PipelineRun',
    payload: {
      metadata: { name: 'build', namespace: 'shop', labels: { team: 'a' } },
      status: { conditions: [{ reason: 'Succeeded' }] },
    },
    ...rest,
  } as unknown as StoredRun;
}

function keeping(
  section: object,
  changes?: Partial<StoredRun['summary']>,
  rest?: Partial<StoredRun>,
) {
  const settings = testSettings(section);
  return createRunKeeping(compileRules(settings), settings)(run(changes, rest));
}

const TEAM = { matchLabels: { team: ['a'] } };

describe('how long a run is kept', () => {
  it('is told by the first policy that matches it, from its completion', () => {
    const policies = [
      { name: 'others', selector: { matchNamespaces: ['ci'] }, retention: 1 },
      { name: 'team', selector: TEAM, retention: 10, keepLast: 3 },
      { name: 'rest', retention: 20 },
    ];
    expect(keeping({ policies })).toEqual({
      policy: 'team',
      forever: false,
      expiryTime: Date.parse(END) + 10 * DAY_MS,
      keepLast: { count: 3, per: 'pipeline' },
      unless: [],
    });
  });

  it('is told from the creation of what vanished before its end', () => {
    expect(
      keeping(
        { defaultRetention: 1 },
        { status: 'running', completedAt: undefined, goneAt: END },
      ),
    ).toEqual({
      policy: 'default',
      forever: false,
      expiryTime: Date.parse('2026-11-21T11:00:00.000Z'),
      unless: [],
    });
  });

  it.each([
    ['30 days after the import of what has no end', {}, '2026-12-20'],
    ['by its age if the cluster lost it', { lastSeenTime: 1 }, '2026-11-21'],
  ])('is told to be %s', (_, rest, day) => {
    const vanished = {
      status: 'incomplete',
      completedAt: undefined,
      goneAt: END,
    } as const;
    const { expiryTime = NaN } =
      keeping({ defaultRetention: 1 }, vanished, rest) ?? {};
    expect(new Date(expiryTime).toISOString().slice(0, 10)).toBe(day);
  });

  it.each([
    ['is not over', { status: 'running', completedAt: undefined }],
    ['another run owns', { ownerUid: 'owner' }],
  ] as const)('is not told of a run that %s', (_, changes) => {
    expect(keeping({ defaultRetention: 1 }, changes)).toBeUndefined();
  });

  it('has no end where its age does not matter', () => {
    expect(keeping({})).toEqual({
      policy: 'default',
      forever: false,
      unless: [],
    });
    expect(
      keeping({ defaultRetention: 'forever', maxBytes: { total: 1 } }),
    ).toEqual({ policy: 'default', forever: true, unless: [] });
  });

  it.each([
    ['space', { maxBytes: { perNamespace: '1GiB' } }],
    ['namespace', { deletedNamespaces: { after: 5 } }],
  ])('may end before its age, for %s', (unless, section) => {
    expect(keeping({ defaultRetention: 10, ...section })).toMatchObject({
      unless: [unless],
    });
  });

  it('does not end with its namespace if that is not before its age', () => {
    expect(
      keeping({ defaultRetention: 5, deletedNamespaces: { after: 5 } }),
    ).toMatchObject({ unless: [] });
  });
});

describe('how long runs are kept at most', () => {
  function longest(section: object) {
    return longestKeeping(compileRules(testSettings(section)));
  }

  it('is what the longest policy says', () => {
    const policies = [
      { name: 'team', selector: TEAM, retention: 10 },
      { name: 'rest', retention: 20 },
    ];
    expect(longest({ policies })).toEqual({
      policy: 'rest',
      ms: 20 * DAY_MS,
    });
    // Nothing is left for the default.
    expect(longest({ policies, defaultRetention: 'forever' })).toEqual({
      policy: 'rest',
      ms: 20 * DAY_MS,
    });
  });

  it('has no end where the age of some does not matter', () => {
    expect(longest({})).toBeUndefined();
    expect(
      longest({
        defaultRetention: 10,
        policies: [{ selector: TEAM, retention: 'forever' }],
      }),
    ).toBeUndefined();
  });
});
