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

import { ConfigReader } from '@backstage/config';
import { DEFAULT_LOGS_CONFIG, readConfig } from './config';

const CLUSTER = { name: 'prod', url: 'https://prod.example.com' };

function read(logs: unknown, ofCluster?: unknown) {
  const { config, problems } = readConfig(
    new ConfigReader({
      tektonResults: { clusters: [{ ...CLUSTER, logs: ofCluster }], logs },
    } as never),
  );
  return {
    logs: config.logs,
    cluster: config.clusterLogs.get('prod'),
    problems,
  };
}

it('reads how logs are kept', () => {
  const { logs, cluster, problems } = read(
    {
      driver: 's3',
      drivers: { s3: { bucket: 'logs' } },
      capture: { interval: '30s', sidecars: true, maxBytes: '64MiB' },
      redact: [
        { pattern: 'token=\\S+' },
        { pattern: '(key=)\\S+', replacement: '$1x' },
      ],
    },
    { capture: { concurrency: 2 } },
  );
  expect(problems).toEqual([]);
  expect(logs).toMatchObject({
    enabled: true,
    driver: 's3',
    capture: {
      intervalMs: 30_000,
      sidecars: true,
      initContainers: false,
      concurrency: 8,
    },
    maxBytes: 64 * 1024 * 1024,
  });
  expect(logs.drivers?.getString('s3.bucket')).toBe('logs');
  expect(
    logs.redact.map(({ regex, replacement }) => [regex.pattern(), replacement]),
  ).toEqual([
    ['token=\\S+', '[redacted]'],
    ['(key=)\\S+', '$1x'],
  ]);
  expect(cluster).toEqual({
    enabled: true,
    capture: { ...logs.capture, concurrency: 2 },
    reader: undefined,
  });
});

it.each([
  [{ redact: [{ pattern: 'a(b' }] }, 'tektonResults.logs.redact[0].pattern'],
  [
    { redact: [{ pattern: 'a', with: 'b' }] },
    'tektonResults.logs.redact[0].with',
  ],
  [
    { redact: [{ pattern: '(a)(b)', replacement: '$2$3' }] },
    'tektonResults.logs.redact[0].replacement',
  ],
  [
    { redact: [{ pattern: 'a', replacement: 'a\nb' }] },
    'tektonResults.logs.redact[0].replacement',
  ],
  [
    { redact: [{ pattern: 'a', replacement: 'b\r' }] },
    'tektonResults.logs.redact[0].replacement',
  ],
  [{ redact: 'token' }, 'tektonResults.logs.redact'],
  [{ redacted: [{ pattern: 'a' }] }, 'tektonResults.logs.redacted'],
  [{ enabled: 'no' }, 'tektonResults.logs.enabled'],
  ['no', 'tektonResults.logs'],
])('captures nothing with the mistake in %j', (section, path) => {
  const { logs, cluster, problems } = read(section, { enabled: true });
  expect(problems.map(problem => problem.path)).toEqual([path]);
  expect(logs.enabled).toBe(false);
  expect(cluster?.enabled).toBe(false);
});

it.each([
  [{ drivers: 's3' }, 'tektonResults.logs.drivers'],
  [{ driver: '' }, 'tektonResults.logs.driver'],
  [{ capture: { interval: 'soon' } }, 'tektonResults.logs.capture.interval'],
  [{ capture: { maxBytes: 0 } }, 'tektonResults.logs.capture.maxBytes'],
])('uses the default with the mistake in %j', (section, path) => {
  const { logs, problems } = read(section);
  expect(problems.map(problem => problem.path)).toEqual([path]);
  expect(logs).toEqual(DEFAULT_LOGS_CONFIG);
});

it('captures nothing where others keep the logs, or a cluster says so', () => {
  expect(read({}, { enabled: false }).cluster?.enabled).toBe(false);
  expect(
    read({}, { reader: { type: 'loki', url: 'https://loki.example.com' } })
      .cluster,
  ).toMatchObject({ enabled: false, reader: { type: 'loki' } });
  expect(read({}, { readers: {} }).cluster?.enabled).toBe(false);
});

it.each(['', '$0', '$2$1', '$$3', '$', 'US$ x', '$10', '[$name]'])(
  'takes %j in place of what matches two groups',
  replacement => {
    const redact = [{ pattern: '(a)(b)', replacement }];
    expect(read({ redact }).problems).toEqual([]);
  },
);

it('says what is wrong with what is put in place', () => {
  const { problems } = read({
    redact: [{ pattern: 'token', replacement: '$1' }],
  });
  expect(problems[0].message).toBe(
    'must not have $1: the pattern has 0 group(s); a dollar sign is written as $$',
  );
});

it('does not quote a pattern that is mistaken', () => {
  const { problems } = read({ redact: [{ pattern: 'my-password(' }] });
  expect(JSON.stringify(problems)).not.toContain('my-password');
});
