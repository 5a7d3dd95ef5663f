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

import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import type { ExpiryPart, RetentionStore } from '../store';
import { testSettings } from './__testUtils__/jobParts';
import { FATED, storeFateRuns } from './__testUtils__/fateRuns';
import { sweepAll } from './job/sweepAll';
import { compileRules } from './rules/Rule';
import { createRunKeeping, type RunKeeping } from './rules/runKeeping';
import { readRetentionSettings } from './settings/readRetentionSettings';

jest.setTimeout(120_000);

/** What is expected to go, as words; `default` are those that no policy matches. */
interface Case {
  readonly title: string;
  readonly section: object;
  readonly gone: readonly string[];
}

type Selector = Record<string, unknown>;

/** A policy on what is 10 days old, among others that stay. */
function selected(
  title: string,
  selector: Selector,
  gone: readonly string[],
): Case {
  return { title, section: { policies: [{ selector, retention: 10 }] }, gone };
}

function policies(
  title: string,
  list: ReadonlyArray<object> | string,
  gone: readonly string[],
  rest: object = {},
): Case {
  return { title, section: { policies: list, ...rest }, gone };
}

function but(...kept: readonly string[]): string[] {
  return FATED.filter(name => !kept.includes(name));
}

const SHOP = { matchNamespaces: ['shop'] };
const YOUNG = ['builds-1', 'long-40'];
const OF_BUILD = [
  'builds-20',
  'builds-40',
  'branch-30',
  'audited-40',
  'west-40',
];
const OF_TEAM_A = ['builds-20', 'builds-40', 'west-40'];
const OF_TEAM_B = ['branch-30', 'failed-20', 'timeout-35'];
const FAILED = ['failed-20', 'timeout-35'];
const OF_PAC = ['own-20', 'own-30', 'own-40'];
const IN_CI = ['audited-40', 'task-40', 'custom-40', 'tree-40'];
const IN_SHOP = [...OF_TEAM_A, ...OF_TEAM_B, 'lost-60'];

const CASES: readonly Case[] = [
  // Ages.
  policies('nothing is asked for', [], []),
  policies('the default', [], but(...YOUNG), { defaultRetention: 10 }),
  policies('a default in upstream form', [], but(...YOUNG), {
    defaultRetention: '240h',
  }),
  policies(
    'the default, longer',
    [],
    but(...YOUNG, 'builds-20', 'failed-20', 'own-20'),
    {
      defaultRetention: '29d',
    },
  ),
  policies(
    'an age from the completion, not the start',
    [],
    but('builds-1', 'long-40'),
    {
      defaultRetention: '36h',
    },
  ),
  policies('an age that all have', [], FATED, { defaultRetention: '1h' }),
  policies(
    'an age that only what never completed has',
    [],
    ['bare-45', 'lost-60'],
    {
      defaultRetention: 42,
    },
  ),
  policies('an age that none has', [], [], { defaultRetention: 200 }),
  policies('for ever', [], [], { defaultRetention: 'forever' }),
  policies('maxRetention wins', [], but(...YOUNG), {
    maxRetention: 10,
    defaultRetention: 200,
  }),

  // Each criterion.
  policies('no criterion', [{ retention: 10 }], but(...YOUNG)),
  selected('a namespace', SHOP, IN_SHOP),
  selected('namespaces', { matchNamespaces: ['ci', 'bare'] }, [
    ...IN_CI,
    'bare-45',
  ]),
  selected('a namespace that is not there', { matchNamespaces: ['sho'] }, []),
  selected('no pattern of namespaces', { matchNamespaces: ['sh*'] }, []),
  selected('a cluster', { matchClusters: ['west'] }, ['west-40']),
  selected('clusters', { matchClusters: ['west', 'east'] }, ['west-40']),
  selected('a kind', { matchKinds: ['TaskRun'] }, ['task-40']),
  selected('kinds', { matchKinds: ['TaskRun', 'CustomRun'] }, [
    'task-40',
    'custom-40',
  ]),
  selected('a pipeline', { matchPipelines: ['build'] }, OF_BUILD),
  selected('pipelines', { matchPipelines: ['test', 'release'] }, [
    ...FAILED,
    'tree-40',
  ]),
  selected(
    'a pipeline that runs bring along',
    { matchPipelines: ['pull-request'] },
    OF_PAC,
  ),
  selected(
    'no pipeline by the name of a run',
    { matchPipelines: ['own-40'] },
    [],
  ),
  selected('a status', { matchStatuses: ['Failed'] }, ['failed-20']),
  selected(
    'statuses',
    { matchStatuses: ['Failed', 'PipelineRunTimeout'] },
    FAILED,
  ),
  selected('the status of what vanished', { matchStatuses: ['Running'] }, [
    'lost-60',
  ]),
  selected('no status of ours', { matchStatuses: ['failed'] }, []),
  selected('a label', { matchLabels: { team: ['a'] } }, OF_TEAM_A),
  selected('a label with values', { matchLabels: { team: ['a', 'b'] } }, [
    ...OF_TEAM_A,
    ...OF_TEAM_B,
  ]),
  selected(
    'a label with a value that none has',
    { matchLabels: { team: ['c'] } },
    [],
  ),
  selected('a label that none has', { matchLabels: { squad: ['a'] } }, []),
  selected(
    'a label with a prefix',
    { matchLabels: { 'app.kubernetes.io/name': ['cart'] } },
    OF_TEAM_A,
  ),
  selected(
    'labels',
    { matchLabels: { team: ['a', 'b'], 'app.kubernetes.io/name': ['cart'] } },
    OF_TEAM_A,
  ),
  selected(
    'labels that none has together',
    { matchLabels: { team: ['b'], 'app.kubernetes.io/name': ['cart'] } },
    [],
  ),
  selected(
    'a label that would break SQL',
    { matchLabels: { "te'am": ["a' or '1'='1"] } },
    [],
  ),
  selected(
    'an annotation',
    { matchAnnotations: { 'example.com/audit': ['yes'] } },
    ['audited-40'],
  ),
  selected(
    'an annotation with another value',
    { matchAnnotations: { 'example.com/audit': ['no'] } },
    [],
  ),
  selected(
    'a label that is an annotation',
    { matchLabels: { 'example.com/audit': ['yes'] } },
    [],
  ),
  selected(
    'a filter that SQL answers',
    { filter: 'data.metadata.labels["team"] == "b"' },
    OF_TEAM_B,
  ),
  selected(
    'a filter that reads objects',
    { filter: 'data.metadata.name.size() == 7' },
    ['task-40', 'tree-40', 'bare-45', 'lost-60', 'west-40'],
  ),
  selected(
    'a filter that fails on most',
    {
      filter:
        'timestamp(data.status.completionTime) - timestamp(data.status.startTime) > duration("1h")',
    },
    [],
  ),
  selected(
    'a filter on labels that some lack',
    { filter: 'data.metadata.labels["team"] != "a"' },
    OF_TEAM_B,
  ),
  selected(
    'a filter with !',
    { filter: '!(data.metadata.labels["team"] == "a")' },
    OF_TEAM_B,
  ),
  selected(
    'a filter on the type',
    {
      filter: 'data_type == CUSTOM_RUN'.replace(
        'CUSTOM_RUN',
        '"tekton.dev/v1beta1.CustomRun"',
      ),
    },
    ['custom-40'],
  ),
  selected(
    'all criteria at once',
    {
      matchClusters: ['test'],
      matchNamespaces: ['shop'],
      matchKinds: ['PipelineRun'],
      matchPipelines: ['build'],
      matchStatuses: ['Succeeded'],
      matchLabels: { team: ['a'] },
      filter: 'data.metadata.name.endsWith("40")',
    },
    ['builds-40'],
  ),
  selected(
    'what a child is like',
    { filter: 'data.metadata.name == "tree-40-task"' },
    [],
  ),

  // First match wins.
  policies(
    'a policy before the default',
    [{ selector: SHOP, retention: 200 }],
    [...IN_CI, ...OF_PAC, 'bare-45'],
    { defaultRetention: 10 },
  ),
  policies(
    'a shorter policy after a longer one',
    [
      { selector: { matchLabels: { team: ['a'] } }, retention: 200 },
      { selector: SHOP, retention: 10 },
    ],
    [...OF_TEAM_B, 'lost-60'],
  ),
  policies(
    'a longer policy after a shorter one',
    [
      { selector: { matchLabels: { team: ['a'] } }, retention: 10 },
      { selector: SHOP, retention: 200 },
    ],
    OF_TEAM_A,
  ),
  policies(
    'for ever before all others',
    [
      { selector: { matchStatuses: ['Failed'] }, retention: 'forever' },
      { selector: SHOP, retention: 10 },
    ],
    IN_SHOP.filter(name => name !== 'failed-20'),
    {},
  ),
  policies(
    'a filter that fails leaves runs to later policies',
    [
      {
        selector: { filter: 'data.metadata.labels["team"] == "a"' },
        retention: 'forever',
      },
    ],
    but(...YOUNG, ...OF_TEAM_A),
    { defaultRetention: 10 },
  ),
  policies(
    'a negated filter that fails does so, too',
    [
      {
        selector: { filter: '!(data.metadata.labels["team"] == "a")' },
        retention: 'forever',
      },
    ],
    but(...YOUNG, ...OF_TEAM_B),
    { defaultRetention: 10 },
  ),
  policies(
    'a pipeline that runs bring along, kept for ever',
    [
      {
        selector: { matchPipelines: ['pull-request', 'build'] },
        retention: 'forever',
      },
    ],
    but(...YOUNG, ...OF_PAC, ...OF_BUILD),
    { defaultRetention: 10 },
  ),
  policies(
    'a policy that matches all hides what comes after it',
    [{ retention: 200 }, { selector: SHOP, retention: 1 }],
    [],
    { defaultRetention: 1 },
  ),
  policies(
    'three in a row',
    [
      { selector: { matchNamespaces: ['ci'] }, retention: 'forever' },
      { selector: { matchPipelines: ['build'] }, retention: '25d' },
      { selector: { matchClusters: ['test'] }, retention: '1h' },
    ],
    [
      'builds-40',
      'branch-30',
      'west-40',
      ...OF_PAC,
      ...FAILED,
      'long-40',
      'lost-60',
      'bare-45',
    ],
  ),

  // The last ones of a pipeline.
  policies(
    'the last one of each pipeline',
    [{ retention: 10, keepLast: 1 }],
    ['builds-20', 'builds-40', 'branch-30', 'timeout-35', 'lost-60', 'own-40'],
  ),
  policies(
    'the last two of each pipeline',
    [{ retention: 10, keepLast: 2 }],
    ['builds-40', 'branch-30'],
  ),
  policies(
    'the last one of each branch',
    [{ retention: 10, keepLast: { count: 1, per: 'branch' } }],
    ['builds-20', 'builds-40', 'timeout-35', 'lost-60', 'own-40'],
  ),
  policies('more than there are', [{ retention: 10, keepLast: 50 }], []),
  policies(
    'the last one of what the policy matches',
    [
      {
        selector: { matchStatuses: ['PipelineRunTimeout'] },
        retention: 10,
        keepLast: 1,
      },
      { selector: SHOP, retention: 10, keepLast: 1 },
    ],
    ['builds-20', 'builds-40', 'branch-30', 'lost-60'],
  ),

  // What upstream's documentation shows, as it is pasted.
  policies(
    "upstream's ConfigMap as shipped",
    '',
    but(...YOUNG, 'builds-20', 'failed-20', 'branch-30', 'own-20', 'own-30'),
    {
      runAt: '5 5 * * 0',
      defaultRetention: '30',
    },
  ),
  policies(
    "upstream's failures long, successes short",
    `
- name: "retain-failures"
  selector:
    matchNamespaces: ["shop", "ci"]
    matchStatuses: ["Failed", "PipelineRunTimeout"]
  retention: "180d"
- name: "retain-successes"
  selector:
    matchStatuses: ["Succeeded"]
  retention: "72h"
`,
    [
      'builds-20',
      'builds-40',
      'branch-30',
      ...IN_CI,
      ...OF_PAC,
      'west-40',
      'bare-45',
      'lost-60',
    ],
    {
      defaultRetention: '30',
    },
  ),
  policies(
    "upstream's labels and annotations together",
    `
- name: all-criteria
  selector:
    matchNamespaces: [ci]
    matchAnnotations:
      example.com/audit: ["yes", "true"]
  retention: 7
- name: labels
  selector:
    matchLabels:
      team: [a, c]
      app.kubernetes.io/name: [cart]
  retention: 500h
`,
    ['audited-40', 'builds-40', 'west-40'],
    { defaultRetention: '365d' },
  ),
];

/** What goes, as a job goes through it, but that nothing is removed. */
async function goneUnder(
  store: RetentionStore,
  section: object,
): Promise<Array<{ name: string; part: ExpiryPart; policy: string }>> {
  const { settings, problems } = readRetentionSettings(section);
  expect(problems).toEqual([]);
  if (!settings) {
    throw new Error('no settings');
  }
  const gone: Array<{ name: string; part: ExpiryPart; policy: string }> = [];
  await sweepAll(
    {
      store,
      settings,
      rules: compileRules(settings),
      goneNamespaces: async () => [],
      now: TEST_NOW,
      batchSize: 3,
    },
    {
      goesOn: async () => true,
      take: async ({ policy, part, runs }) => {
        gone.push(...runs.map(({ name }) => ({ name, part, policy })));
        return 0;
      },
      usage: () => store.usage(),
      limitUnmet: () => {},
      failed: (_, error) => {
        throw error;
      },
    },
  );
  return gone;
}

/** Whether what was foretold of a run is what becomes of it. */
function cameTrue(keeping: RunKeeping, goneBy: string | undefined): boolean {
  const { policy, expiryTime = Infinity, keepLast, unless } = keeping;
  const isOld = expiryTime < TEST_NOW;
  if (goneBy === undefined) {
    return !isOld || keepLast !== undefined;
  }
  return goneBy === policy ? isOld : unless.length > 0;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the fate of runs on %s',
  databaseId => {
    let opened: Awaited<ReturnType<typeof createTestStores>>;

    beforeAll(async () => {
      opened = await createTestStores(databaseId);
      await storeFateRuns(opened.db, opened.stores);
    });

    afterAll(() => opened.stores.close());

    it('is told for sixty policies', () => {
      expect(CASES.length).toBeGreaterThanOrEqual(60);
    });

    it.each(CASES)('$title', async ({ section, gone }) => {
      const found = await goneUnder(opened.stores.retention, section);
      expect(found.map(({ name }) => name).sort()).toEqual([...gone].sort());
    });

    it.each(CASES)('is foretold as it is: $title', async ({ section }) => {
      const settings = testSettings(section);
      const { runs, retention } = opened.stores;
      const keepingOf = createRunKeeping(compileRules(settings), settings);
      const policyOf = new Map(
        (await goneUnder(retention, section))
          .filter(({ part }) => part === 'runs')
          .map(({ name, policy }) => [name, policy]),
      );
      const wrong: string[] = [];
      for (const name of FATED) {
        const uid = `uid-${name}`;
        const run =
          (await runs.get({ cluster: 'test', uid })) ??
          (await runs.get({ cluster: 'west', uid }));
        const keeping = run && keepingOf(run);
        if (!keeping || !cameTrue(keeping, policyOf.get(name))) {
          wrong.push(name);
        }
      }
      expect(wrong).toEqual([]);
    });

    it('is decided by the first of sixty policies in one list', async () => {
      const others = Array.from({ length: 57 }, (_, index) => ({
        name: `other ${index}`,
        selector:
          index % 2 === 0
            ? { matchLabels: { squad: [`s${index}`] } }
            : { filter: `data.spec.params.exists(p, p.name == "p${index}")` },
        retention: 1,
      }));
      const found = await goneUnder(opened.stores.retention, {
        policies: [
          ...others,
          {
            name: 'a',
            selector: { matchLabels: { team: ['a'] } },
            retention: 10,
          },
          { name: 'shop', selector: SHOP, retention: 30 },
          { name: 'rest', retention: 41 },
        ],
      });
      expect(
        found.map(({ name, policy }) => `${policy}: ${name}`).sort(),
      ).toEqual(
        [
          ...OF_TEAM_A.map(name => `a: ${name}`),
          'shop: lost-60',
          'shop: timeout-35',
          'rest: bare-45',
        ].sort(),
      );
    });
  },
);
