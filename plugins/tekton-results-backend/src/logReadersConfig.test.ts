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

import { readLogReaderConfig } from './logReadersConfig';
import type { ConfigProblem } from './settings';

const PATH = 'tektonResults.clusters[0].logs.reader';

function read(section: unknown) {
  const problems: ConfigProblem[] = [];
  const config = readLogReaderConfig(section, { path: PATH, problems });
  return { config, problems };
}

it('reads a Loki as the logging of OpenShift has it', () => {
  expect(read({ type: 'loki', url: 'https://loki.example.com' })).toEqual({
    config: {
      type: 'loki',
      url: 'https://loki.example.com',
      skipTLSVerify: false,
      timeout: 30_000,
      forwarderDelay: 600_000,
      maxBytes: 256 * 1024 * 1024,
      labels: { log_type: 'application' },
      namespaceLabel: 'kubernetes_namespace_name',
      fields: {
        uid: 'kubernetes.labels.tekton_dev_taskRunUID',
        pod: 'kubernetes.pod_name',
        container: 'kubernetes.container_name',
        message: 'message',
      },
      pageSize: 1700,
    },
    problems: [],
  });
});

it('reads a Splunk and files', () => {
  expect(
    read({
      type: 'splunk',
      url: 'https://splunk.example.com:8089',
      index: 'ci',
      forwarderDelay: '0s',
      fields: { messages: ['line'] },
    }),
  ).toMatchObject({
    config: {
      index: 'ci',
      forwarderDelay: 0,
      fields: { namespace: 'kubernetes.namespace_name', messages: ['line'] },
    },
    problems: [],
  });
  expect(
    read({ type: 'blob', driver: 's3', settings: { bucket: 'x' } }),
  ).toEqual({
    config: {
      type: 'blob',
      driver: 's3',
      settings: { bucket: 'x' },
      forwarderDelay: 600_000,
      path: '/{{namespace}}/{{result}}/{{record}}/',
    },
    problems: [],
  });
});

const LOKI = { type: 'loki', url: 'https://loki.example.com' };
const SPLUNK = { type: 'splunk', url: 'https://s.example.com', index: 'ci' };
const BLOB = { type: 'blob', driver: 's3' };

it.each<[unknown, string, string]>([
  [{ type: 'elastic' }, '.type', 'must be loki, splunk or blob'],
  [{ type: 'loki' }, '.url', 'must be given'],
  [{ ...LOKI, url: 'ftp://x' }, '.url', 'must be an http or https URL'],
  [{ ...LOKI, tokenfile: 'x' }, '.tokenfile', 'is not a setting'],
  [
    { ...LOKI, token: 'a', tokenFile: 'b' },
    '.token',
    'give one of token, tokenFile and username',
  ],
  [{ ...LOKI, username: 'a' }, '.username', 'must go with password'],
  [{ ...LOKI, namespaceLabel: 'a"b' }, '.namespaceLabel', 'must be the name'],
  [{ ...LOKI, timeout: 'soon' }, '.timeout', 'must be a duration'],
  [{ ...LOKI, pageSize: 0 }, '.pageSize', 'must be a whole number from 1'],
  [{ ...SPLUNK, index: '*' }, '.index', 'must be the name of an index'],
  [
    { ...SPLUNK, fields: { uid: 'a | delete' } },
    '.fields.uid',
    'must be the name of a field',
  ],
  [{ type: 'blob' }, '.driver', 'must be given'],
  [{ ...BLOB, path: '/{{pod}}/' }, '.path', 'must not have {{pod}}'],
  [{ ...BLOB, path: '/{{uid}}/' }, '.path', 'must have {{namespace}}, and'],
  [{ ...BLOB, path: '/{{namespace}}/' }, '.path', 'must have {{namespace}}'],
  // Else 'a-b' and 'c' made the path of 'a' and 'b-c'.
  [
    { ...BLOB, path: '/{{namespace}}-{{uid}}/' },
    '.path',
    'each as a whole part between slashes',
  ],
  [{ ...BLOB, path: '{{namespace}}/x-{{uid}}' }, '.path', 'as a whole part'],
  [{ ...BLOB, path: 'x{{namespace}}/{{uid}}' }, '.path', 'as a whole part'],
  [{ ...BLOB, driver: 'filesystem' }, '.driver', 'that of an object store'],
  [{ ...BLOB, driver: 'database' }, '.driver', 'that of an object store'],
  [{ ...BLOB, settings: 'x' }, '.settings', 'must be an object'],
  [{ ...LOKI, timeout: '0s' }, '.timeout', 'must be a duration above 0'],
  [{ ...SPLUNK, searchTimeout: 0 }, '.searchTimeout', 'must be a duration'],
  [{ ...LOKI, labels: { 'a-b': 'c' } }, '.labels.a-b', 'must be the name'],
  [{ ...LOKI, labels: { a: 7 } }, '.labels.a', 'must be a text'],
  [{ ...LOKI, labels: 'x' }, '.labels', 'must be an object'],
  [{ ...LOKI, fields: [] }, '.fields', 'must be an object'],
  [{ ...SPLUNK, fields: 'x' }, '.fields', 'must be an object'],
  [
    { ...SPLUNK, fields: { messages: [] } },
    '.fields.messages',
    'must not be empty',
  ],
  [
    { ...SPLUNK, fields: { messages: [7] } },
    '.fields.messages[0]',
    'must be a text',
  ],
  [{ ...LOKI, maxBytes: 'x' }, '.maxBytes', 'must be a whole number from 1'],
  [{ ...BLOB, multipart: '(' }, '.multipart', 'must be a regular expression'],
])('refuses %j', (section, place, message) => {
  const { config, problems } = read(section);

  expect(problems).toEqual([
    { path: `${PATH}${place}`, message: expect.stringContaining(message) },
  ]);
  expect(config).toEqual({
    type: 'mistaken',
    message: `${problems[0].path} ${problems[0].message}`,
  });
});

it.each([null, 'loki', 7, []])('refuses %j', section => {
  expect(read(section).config).toMatchObject({ type: 'mistaken' });
});
