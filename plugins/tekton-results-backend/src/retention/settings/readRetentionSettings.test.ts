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

import { stringify } from 'yaml';
import { readRetentionSettings } from './readRetentionSettings';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

function settingsOf(section: unknown) {
  const { settings, problems } = readRetentionSettings(section);
  expect(problems).toEqual([]);
  return settings;
}

/** A policy with one thing wrong. */
function policy(changes: object) {
  return { policies: [{ retention: 1, ...changes }] };
}

function selecting(selector: object) {
  return policy({ selector });
}

describe('readRetentionSettings', () => {
  it('asks for nothing without a section', () => {
    expect(readRetentionSettings(undefined)).toEqual({
      problems: [],
      warnings: [],
    });
  });

  it('keeps every run unless it is told otherwise', () => {
    expect(settingsOf({})).toEqual({
      schedule: { kind: 'interval', text: '24h', ms: DAY_MS },
      policies: [],
      maxBytes: {},
      tombstonesMs: 365 * DAY_MS,
      maxDurationMs: HOUR_MS,
      pauseMs: 100,
    });
  });

  it('reads everything', () => {
    expect(
      settingsOf({
        schedule: '12h',
        defaultRetention: '90d',
        policies: [
          {
            name: 'releases',
            selector: {
              matchClusters: ['prod'],
              matchNamespaces: ['shop', 'ci'],
              matchKinds: ['PipelineRun'],
              matchPipelines: ['release'],
              matchStatuses: ['Succeeded'],
              matchLabels: { 'app.kubernetes.io/name': ['shop', 'cart'] },
              matchAnnotations: { audit: ['yes'] },
              filter: 'data.spec.timeout == "1h"',
            },
            retention: 'forever',
            logs: { days: 30 },
            events: 7,
            keepLast: { count: 5, per: 'branch' },
          },
          { retention: 3, keepLast: 10 },
        ],
        maxBytes: { total: '50GiB', perNamespace: 1024 },
        tombstones: '30d',
        maxDuration: '2h',
        pause: '1s',
        deletedNamespaces: { after: '14d' },
      }),
    ).toEqual({
      schedule: { kind: 'interval', text: '12h', ms: 12 * HOUR_MS },
      defaultRetention: 90 * DAY_MS,
      policies: [
        {
          name: 'releases',
          selector: {
            clusters: ['prod'],
            namespaces: ['shop', 'ci'],
            kinds: ['PipelineRun'],
            pipelines: ['release'],
            statuses: ['Succeeded'],
            labels: [
              { key: 'app.kubernetes.io/name', values: ['shop', 'cart'] },
            ],
            annotations: [{ key: 'audit', values: ['yes'] }],
            filter: expect.objectContaining({
              text: 'data.spec.timeout == "1h"',
            }),
          },
          retention: 'forever',
          logsMs: 30 * DAY_MS,
          eventsMs: 7 * DAY_MS,
          keepLast: { count: 5, per: 'branch' },
        },
        {
          name: 'policy 2',
          selector: { labels: [], annotations: [] },
          retention: 3 * DAY_MS,
          keepLast: { count: 10, per: 'pipeline' },
        },
      ],
      maxBytes: { total: 50 * 1024 ** 3, perNamespace: 1024 },
      tombstonesMs: 30 * DAY_MS,
      maxDurationMs: 2 * HOUR_MS,
      pauseMs: 1_000,
      deletedNamespacesMs: 14 * DAY_MS,
    });
  });

  it("reads upstream's ConfigMap as it stands", () => {
    expect(
      settingsOf({
        runAt: '5 5 * * 0',
        defaultRetention: '30',
        policies: `
# Comments stay, too.
- name: "retain-critical-failures-long-term"
  selector:
    matchNamespaces:
      - "production"
      - "prod-east"
    matchLabels:
      criticality: ["high"]
      version: [1.10, true]
    matchStatuses: [Failed, PipelineRunTimeout]
  retention: "180d"
- name: short
  selector:
    matchAnnotations:
      ci.example.com/trial:
        - "yes"
  retention: 36h30m
- name: days
  retention: 7
  keepLast: 3
`,
      }),
    ).toMatchObject({
      schedule: { kind: 'cron', text: '5 5 * * 0' },
      defaultRetention: 30 * DAY_MS,
      policies: [
        {
          name: 'retain-critical-failures-long-term',
          selector: {
            namespaces: ['production', 'prod-east'],
            labels: [
              { key: 'criticality', values: ['high'] },
              { key: 'version', values: ['1.10', 'true'] },
            ],
            statuses: ['Failed', 'PipelineRunTimeout'],
          },
          retention: 180 * DAY_MS,
        },
        {
          name: 'short',
          selector: {
            annotations: [{ key: 'ci.example.com/trial', values: ['yes'] }],
          },
          retention: 36.5 * HOUR_MS,
        },
        {
          name: 'days',
          selector: { labels: [], annotations: [] },
          retention: 7 * DAY_MS,
          keepLast: { count: 3, per: 'pipeline' },
        },
      ],
    });
  });

  it('has no policies in an empty list written in YAML', () => {
    expect(settingsOf({ policies: '[]' })?.policies).toEqual([]);
  });

  it('tells policies of the same name apart, and from what we name', () => {
    const settings = settingsOf({
      policies: ['ci', 'ci', 'default', 'ci', 'maxBytes'].map(name => ({
        name,
        selector: { matchNamespaces: ['a'] },
        retention: 1,
      })),
    });
    expect(settings?.policies.map(({ name }) => name)).toEqual([
      'ci',
      'ci (2)',
      'default (2)',
      'ci (3)',
      'maxBytes (2)',
    ]);
  });

  it('takes maxRetention for defaultRetention, as upstream does, and warns', () => {
    const { settings, warnings } = readRetentionSettings({
      maxRetention: '10d',
      defaultRetention: '30d',
      policies: [{ retention: '60d' }],
    });
    expect(settings?.defaultRetention).toBe(10 * DAY_MS);
    expect(warnings).toEqual([
      {
        path: 'tektonResults.retention.maxRetention',
        message: 'is the old name of defaultRetention, and used instead of it',
      },
    ]);
  });

  it('warns of policies that are never asked, and of ages that may be mistakes', () => {
    const { settings, warnings } = readRetentionSettings({
      defaultRetention: '30m',
      policies: [
        { retention: '12h' },
        { retention: 'forever', selector: { matchNamespaces: ['a'] } },
      ],
    });
    expect(settings).toBeDefined();
    expect(warnings).toEqual([
      {
        path: 'tektonResults.retention.policies[0]',
        message: 'matches all runs: no policy after it is ever asked',
      },
      {
        path: 'tektonResults.retention.policies[0].retention',
        message: 'keeps runs for 720 minutes only',
      },
      {
        path: 'tektonResults.retention.defaultRetention',
        message: 'keeps runs for 30 minutes only',
      },
    ]);
  });

  it.each([
    [{ defaultRetention: '30d' }, 'by defaultRetention'],
    [{ maxBytes: { total: 1 } }, 'for maxBytes'],
    [
      { defaultRetention: '30d', maxBytes: { perNamespace: 1 }, policies: [] },
      'by defaultRetention and for maxBytes',
    ],
  ])('warns that %j holds for all runs', (section, cause) => {
    expect(readRetentionSettings(section).warnings).toEqual([
      {
        path: 'tektonResults.retention.policies',
        message: `has no policies: all runs go ${cause}`,
      },
    ]);
  });

  it.each([
    {},
    { defaultRetention: 'forever', maxBytes: { total: 1 } },
    { defaultRetention: '30d', policies: [{ retention: '90d' }] },
  ])('does not warn so of %j', section => {
    expect(readRetentionSettings(section).warnings).toEqual([]);
  });

  it.each<[object | string | null, string]>([
    ['30d', ''],
    [[], ''],
    [{ defaultRetension: 30 }, '.defaultRetension'],
    [{ schedule: '7 7 * *' }, '.schedule'],
    [{ runAt: 'sometimes' }, '.runAt'],
    [{ runAt: '@daily', schedule: '@daily' }, '.runAt'],
    [{ defaultRetention: 0 }, '.defaultRetention'],
    [{ defaultRetention: '-1d' }, '.defaultRetention'],
    [{ defaultRetention: 'for ever' }, '.defaultRetention'],
    [{ defaultRetention: null }, '.defaultRetention'],
    [{ maxRetention: '0' }, '.maxRetention'],
    [{ maxBytes: '1GiB' }, '.maxBytes'],
    [{ maxBytes: { total: 0 } }, '.maxBytes.total'],
    [{ maxBytes: { total: '1GB' } }, '.maxBytes.total'],
    [{ maxBytes: { perNamespace: -1 } }, '.maxBytes.perNamespace'],
    [{ maxBytes: { namespace: 1 } }, '.maxBytes.namespace'],
    [{ tombstones: 'forever' }, '.tombstones'],
    [{ maxDuration: 0 }, '.maxDuration'],
    [{ pause: 'none' }, '.pause'],
    [{ pause: '61s' }, '.pause'],
    [{ deletedNamespaces: true }, '.deletedNamespaces'],
    [{ deletedNamespaces: {} }, '.deletedNamespaces.after'],
    [{ deletedNamespaces: { after: 0 } }, '.deletedNamespaces.after'],
    [{ policies: {} }, '.policies'],
    [{ policies: 'name: x' }, '.policies'],
    [{ policies: '- [' }, '.policies'],
    [{ policies: '- retention: 1\n  retention: 2' }, '.policies'],
    [{ policies: '- retention: *unknown' }, '.policies'],
    [{ policies: ['x'] }, '.policies[0]'],
    [{ policies: [{}] }, '.policies[0].retention'],
    [policy({ retention: 0 }), '.policies[0].retention'],
    [policy({ retention: '1.5d' }), '.policies[0].retention'],
    [policy({ name: '' }), '.policies[0].name'],
    [policy({ name: 7 }), '.policies[0].name'],
    [policy({ selectors: {} }), '.policies[0].selectors'],
    [policy({ selector: null }), '.policies[0].selector'],
    [policy({ selector: 'all' }), '.policies[0].selector'],
    [policy({ selector: {} }), '.policies[0].selector'],
    [selecting({ matchLabels: {} }), '.policies[0].selector.matchLabels'],
    [
      selecting({ matchAnnotations: {} }),
      '.policies[0].selector.matchAnnotations',
    ],
    [policy({ logs: '2d' }), '.policies[0].logs'],
    [policy({ events: '2d' }), '.policies[0].events'],
    [policy({ logs: 'forever' }), '.policies[0].logs'],
    [policy({ keepLast: 0 }), '.policies[0].keepLast.count'],
    [policy({ keepLast: -1 }), '.policies[0].keepLast.count'],
    [policy({ keepLast: 1.5 }), '.policies[0].keepLast.count'],
    [policy({ keepLast: true }), '.policies[0].keepLast'],
    [policy({ keepLast: {} }), '.policies[0].keepLast.count'],
    [
      policy({ keepLast: { count: 1, per: 'repository' } }),
      '.policies[0].keepLast.per',
    ],
    [
      selecting({ matchNamespace: ['a'] }),
      '.policies[0].selector.matchNamespace',
    ],
    [
      selecting({ matchNamespaces: 'a' }),
      '.policies[0].selector.matchNamespaces',
    ],
    [
      selecting({ matchNamespaces: [] }),
      '.policies[0].selector.matchNamespaces',
    ],
    [
      selecting({ matchNamespaces: ['a', 1] }),
      '.policies[0].selector.matchNamespaces[1]',
    ],
    [
      selecting({ matchNamespaces: [''] }),
      '.policies[0].selector.matchNamespaces[0]',
    ],
    [selecting({ matchStatuses: null }), '.policies[0].selector.matchStatuses'],
    [selecting({ matchKinds: ['Run'] }), '.policies[0].selector.matchKinds[0]'],
    [selecting({ matchLabels: ['a'] }), '.policies[0].selector.matchLabels'],
    [
      selecting({ matchLabels: { team: 'a' } }),
      '.policies[0].selector.matchLabels.team',
    ],
    [
      selecting({ matchLabels: { team: [] } }),
      '.policies[0].selector.matchLabels.team',
    ],
    [
      selecting({ matchLabels: { team: [true] } }),
      '.policies[0].selector.matchLabels.team[0]',
    ],
    [
      selecting({ matchAnnotations: { team: null } }),
      '.policies[0].selector.matchAnnotations.team',
    ],
    [selecting({ filter: '' }), '.policies[0].selector.filter'],
    [selecting({ filter: ' ' }), '.policies[0].selector.filter'],
    [selecting({ filter: 'data.kind ==' }), '.policies[0].selector.filter'],
    [selecting({ filter: 'unknown == 1' }), '.policies[0].selector.filter'],
    [selecting({ filter: true }), '.policies[0].selector.filter'],
  ])('is off with the mistake in %j, and says where it is', (section, path) => {
    const { settings, problems } = readRetentionSettings(section);
    expect(settings).toBeUndefined();
    expect(problems).toEqual([
      { path: `tektonResults.retention${path}`, message: expect.any(String) },
    ]);
  });

  it('reports all mistakes at once', () => {
    const { problems } = readRetentionSettings({
      schedule: 'x y',
      policies: [
        {
          retention: 0,
          selector: { matchLabels: { team: [] } },
          foo: 1,
          bar: 1,
        },
        { name: 'fine', retention: 1 },
        { name: 'b', retention: 'soon' },
      ],
    });
    expect(problems.map(({ path }) => path).sort()).toEqual(
      [
        'schedule',
        'policies[0].retention',
        'policies[0].selector.matchLabels.team',
        'policies[0].foo',
        'policies[0].bar',
        'policies[2].retention',
      ]
        .map(path => `tektonResults.retention.${path}`)
        .sort(),
    );
  });

  describe('with several mistakes', () => {
    /** Each with all of itself, so that any two can be put together. */
    const MISTAKES: ReadonlyArray<[path: string, changes: object]> = [
      ['.sort', { sort: 'x' }],
      ['.name', { name: [] }],
      ['.retention', { retention: 'soon' }],
      ['.logs', { logs: '4d' }],
      ['.events', { events: 'x' }],
      ['.events', { events: '5d' }],
      ['.keepLast.per', { keepLast: { count: 1, per: 'x' } }],
      ['.keepLast.count', { keepLast: 'x' }],
      ['.selector.matchNamespace', { selector: { matchNamespace: ['a'] } }],
      ['.selector.matchNamespaces', { selector: { matchNamespaces: 'a' } }],
      ['.selector.matchStatuses', { selector: { matchStatuses: [] } }],
      ['.selector.matchKinds[0]', { selector: { matchKinds: ['Run'] } }],
      ['.selector.matchLabels', { selector: { matchLabels: '' } }],
      [
        '.selector.matchAnnotations.a',
        { selector: { matchAnnotations: { a: 'b' } } },
      ],
      ['.selector.filter', { selector: { filter: 'data.kind ==' } }],
    ];

    const PAIRS = MISTAKES.flatMap((one, index) =>
      MISTAKES.slice(index + 1)
        .filter(other => slot(other[0]) !== slot(one[0]))
        // Of an age that is none, nobody can tell whether another is longer.
        .filter(other => ![one, other].some(isBadRetention) || !isLong(other))
        .map(other => [one, other] as const),
    );

    function slot(path: string): string {
      return path.replace('.selector', '').split('.')[1];
    }

    function isBadRetention([path]: (typeof MISTAKES)[number]): boolean {
      return path === '.retention';
    }

    function isLong([, changes]: (typeof MISTAKES)[number]): boolean {
      return /"[45]d"/.test(JSON.stringify(changes));
    }

    function together(...changes: readonly object[]): object {
      const policies: Array<{ selector?: object }> = [...changes];
      return {
        retention: '3d',
        ...Object.assign({}, ...policies),
        selector: Object.assign(
          { matchClusters: ['prod'] },
          ...policies.map(({ selector }) => selector),
        ),
      };
    }

    it.each(PAIRS)(
      'reports both, of a list as of pasted YAML: %j and %j',
      ([onePath, one], [otherPath, other]) => {
        const list = [
          { retention: 1 },
          together(one, other),
          together(other),
          { retention: 'never' },
        ];
        const expected = [
          `.policies[1]${onePath}`,
          `.policies[1]${otherPath}`,
          `.policies[2]${otherPath}`,
          '.policies[3].retention',
          '.pause',
        ];
        for (const policies of [list, stringify(list)]) {
          const { problems } = readRetentionSettings({ policies, pause: 'x' });
          expect(problems.map(({ path }) => path).sort()).toEqual(
            expected.map(path => `tektonResults.retention${path}`).sort(),
          );
        }
      },
    );

    it('reports all that is wrong with YAML, and with what it says if a key is there twice', () => {
      const pathsOf = (policies: string) =>
        readRetentionSettings({ policies }).problems.map(({ path }) => path);
      const path = 'tektonResults.retention.policies';
      expect(pathsOf('- [\n- "a\n- }')).toEqual(
        expect.arrayContaining([path, path]),
      );
      expect(
        pathsOf('- retention: 1\n  retention: 0\n- retention: soon'),
      ).toEqual([path, `${path}[0].retention`, `${path}[1].retention`]);
    });

    it('reports both names of the schedule, and what is wrong with each', () => {
      const { problems } = readRetentionSettings({
        schedule: 'x y',
        runAt: 'sometimes',
      });
      expect(problems.map(({ path }) => path)).toEqual(
        ['runAt', 'schedule', 'runAt'].map(
          name => `tektonResults.retention.${name}`,
        ),
      );
    });
  });

  describe('a key without a value', () => {
    const KEYS = [
      ['name', policy],
      ['retention', policy],
      ['selector', policy],
      ['logs', policy],
      ['events', policy],
      ...[
        'matchClusters',
        'matchNamespaces',
        'matchKinds',
        'matchPipelines',
        'matchStatuses',
        'matchLabels',
        'matchAnnotations',
        'filter',
      ].map(key => [key, selecting] as const),
    ] as const;

    it.each(KEYS)('is a mistake: %s', (key, sectionWith) => {
      const { settings, problems } = readRetentionSettings(
        sectionWith({ [key]: null }),
      );
      expect(settings).toBeUndefined();
      expect(problems).toEqual([
        {
          path: expect.stringMatching(new RegExp(`\\.${key}$`)),
          message: 'has no value: give it one, or leave it out',
        },
      ]);
    });

    it('is a mistake in pasted YAML, too', () => {
      const { problems } = readRetentionSettings({
        policies: `
- retention: 1
  selector:
- retention: 1
  selector:
    matchLabels:
- retention: 1
  selector:
    matchLabels:
      team:
`,
      });
      const message = 'has no value: give it one, or leave it out';
      expect(problems).toEqual(
        [
          '[0].selector',
          '[1].selector.matchLabels',
          '[2].selector.matchLabels.team',
        ].map(path => ({
          path: `tektonResults.retention.policies${path}`,
          message,
        })),
      );
    });
  });

  it('tells where a filter is wrong', () => {
    const { problems } = readRetentionSettings(
      selecting({ filter: 'data.kind ==' }),
    );
    expect(problems[0].message).toMatch(
      /^is no filter: filter, line 1, column/,
    );
  });
});
