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

import { parse } from 'yaml';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../__testUtils__/madeUpRuns';
import type { Stores } from '../store';
import { testSettings } from './__testUtils__/jobParts';
import { compileRules } from './rules/Rule';
import { sweepsOf } from './rules/sweeps';
import { readRetentionSettings } from './settings/readRetentionSettings';

jest.setTimeout(120_000);

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** What there may be of a run, besides its age. */
type Run = Omit<Partial<MadeUpRun>, 'ago'>;

/** A run, and for how long (in seconds) the documentation says that it is kept. */
type Kept = readonly [string, Run, number];

/** A ConfigMap as it is in a cluster, and what the documentation says of it. */
interface Example {
  readonly title: string;
  readonly configMap: string;
  readonly kept: readonly Kept[];
}

const PRODUCTION = { namespace: 'production' };
const FAILED = { outcome: 'False' } as const;
const CRITICAL = { labels: { criticality: 'high' } };
const DEBUG = { annotations: { 'debug/retain': 'true' } };

/** What `docs/retention-policy-agent` of Tekton Results shows; names of policies are ours. */
const EXAMPLES: readonly Example[] = [
  {
    title: 'the one that is shipped',
    configMap: `
      apiVersion: v1
      kind: ConfigMap
      data:
        runAt: "5 5 * * 0"
        defaultRetention: "30"
    `,
    kept: [
      ['any run', {}, 30 * DAY],
      ['a failed one', FAILED, 30 * DAY],
      ['a TaskRun of its own', { kind: 'TaskRun' }, 30 * DAY],
    ],
  },
  {
    title: 'the one with the old name of the default',
    configMap: `
      apiVersion: v1
      kind: ConfigMap
      data:
        runAt: "5 5 * * 0"
        maxRetention: "20"
        defaultRetention: "30"
    `,
    kept: [['any run', {}, 20 * DAY]],
  },
  {
    title: 'the one with four policies',
    configMap: `
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: tekton-results-config-results-retention-policy
        namespace: tekton-pipelines
      data:
        runAt: "0 2 * * *" # Run every day at 2:00 AM
        defaultRetention: "30d"
        policies: |
          - name: "critical failures"
            selector:
              matchNamespaces:
                - "production"
                - "prod-east"
              matchLabels:
                "criticality": ["high"]
              matchStatuses:
                - "Failed"
            retention: "180d"
          - name: "to be debugged"
            selector:
              matchAnnotations:
                "debug/retain": ["true"]
            retention: "14d"
          - name: "production"
            selector:
              matchNamespaces:
                - "production"
                - "prod-east"
            retention: "60d"
          - name: "ci"
            selector:
              matchNamespaces:
                - "ci"
            retention: "10h"
    `,
    kept: [
      [
        'a critical failure in production',
        { ...PRODUCTION, ...FAILED, ...CRITICAL },
        180 * DAY,
      ],
      [
        'one in the other namespace',
        { namespace: 'prod-east', ...FAILED, ...CRITICAL },
        180 * DAY,
      ],
      [
        'one that is to be debugged',
        { ...PRODUCTION, ...FAILED, ...CRITICAL, ...DEBUG },
        180 * DAY,
      ],
      ['what is to be debugged', { namespace: 'x', ...DEBUG }, 14 * DAY],
      ['the same in production', { ...PRODUCTION, ...DEBUG }, 14 * DAY],
      [
        'a critical success in production',
        { ...PRODUCTION, ...CRITICAL },
        60 * DAY,
      ],
      [
        'a failure of little weight',
        { ...PRODUCTION, ...FAILED, labels: { criticality: 'low' } },
        60 * DAY,
      ],
      ['any other in production', PRODUCTION, 60 * DAY],
      ['what is in ci', { namespace: 'ci' }, 10 * HOUR],
      [
        'a critical failure in ci',
        { namespace: 'ci', ...FAILED, ...CRITICAL },
        10 * HOUR,
      ],
      ['all others', { namespace: 'x' }, 30 * DAY],
      [
        'what has no namespace of the same name',
        { namespace: 'production-2' },
        30 * DAY,
      ],
    ],
  },
];

/** What a ConfigMap holds, pasted as it is. */
function pasted(configMap: string) {
  return testSettings(parse(configMap).data);
}

/** The names of runs that a job would remove. */
async function goneUnder(
  { retention }: Stores,
  configMap: string,
): Promise<string[]> {
  const gone: string[] = [];
  for (const { query } of sweepsOf(compileRules(pasted(configMap)), TEST_NOW)) {
    const { runs } = await retention.expiring(query, { limit: 500 });
    gone.push(...runs.map(({ name }) => name));
  }
  return gone.sort();
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  "upstream's examples on %s",
  databaseId => {
    it.each(EXAMPLES)('$title', async ({ configMap, kept }) => {
      const { stores } = await createTestStores(databaseId);
      await storeRuns(
        stores,
        kept.flatMap(([title, run, age]) =>
          [
            { name: `young: ${title}`, ago: age - 600 },
            { name: `old: ${title}`, ago: age + 600 },
          ].map(({ name, ago }) => ({
            namespace: 'x',
            seconds: 60,
            ...run,
            name,
            uid: name,
            ago,
          })),
        ),
      );
      expect(await goneUnder(stores, configMap)).toEqual(
        kept.map(([title]) => `old: ${title}`).sort(),
      );
    });
  },
);

describe("upstream's examples", () => {
  it.each(EXAMPLES)('have a schedule: $title', ({ configMap }) => {
    const { schedule } = pasted(configMap);
    expect(schedule).toMatchObject({
      kind: 'cron',
      text: parse(configMap).data.runAt,
    });
  });

  it('are refused with the keys of an early version, which would match all runs', () => {
    const { settings, problems } = readRetentionSettings({
      policies: `
        - name: production
          selector:
            matchNamespace: ["production"]
            status: ["Failed"]
          retention: 1d
      `,
    });
    expect(settings).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual([
      'tektonResults.retention.policies[0].selector.matchNamespace',
      'tektonResults.retention.policies[0].selector.status',
    ]);
  });
});
