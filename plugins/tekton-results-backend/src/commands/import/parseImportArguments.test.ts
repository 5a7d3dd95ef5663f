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

import { UsageError } from '../UsageError';
import { parseImportArguments } from './parseImportArguments';

const FROM = ['--from', 'https://results.example.com'];

function parse(...argv: string[]) {
  return parseImportArguments([...FROM, ...argv], {});
}

it('fills in what is not given', () => {
  expect(parse()).toEqual({
    from: 'https://results.example.com',
    token: undefined,
    tokenFile: undefined,
    caFile: undefined,
    skipTLSVerify: false,
    cluster: undefined,
    parents: ['-'],
    pageSize: 500,
    stateFile: 'tekton-results-import.json',
    dryRun: false,
    logs: false,
    configFiles: [],
  });
});

it('reads everything', () => {
  expect(
    parse(
      ...['--token-file', 't', '--ca-file', 'ca.pem', '--cluster', 'prod'],
      ...['--parent', 'a', '--parent', 'b', '--parent', 'a'],
      ...['--page-size', '5', '--state', 's.json', '--dry-run'],
      ...['--config', 'x.yaml', '--config', 'y.yaml'],
      '--insecure-skip-tls-verify',
      '--logs',
    ),
  ).toEqual({
    from: 'https://results.example.com',
    token: undefined,
    tokenFile: 't',
    caFile: 'ca.pem',
    skipTLSVerify: true,
    cluster: 'prod',
    parents: ['a', 'b'],
    pageSize: 5,
    stateFile: 's.json',
    dryRun: true,
    logs: true,
    configFiles: ['x.yaml', 'y.yaml'],
  });
});

it('takes the token of the environment, unless there is another one', () => {
  const env = { TEKTON_RESULTS_TOKEN: ' abc\n' };
  expect(parseImportArguments(FROM, env)?.token).toBe('abc');
  expect(parseImportArguments([...FROM, '--token', 'x'], env)?.token).toBe('x');
  expect(
    parseImportArguments([...FROM, '--token-file', 'f'], env),
  ).toMatchObject({ token: undefined, tokenFile: 'f' });
});

it.each([
  ['https://host/', 'https://host'],
  [
    'http://host:8080/api/tekton-results/',
    'http://host:8080/api/tekton-results',
  ],
  ['https://host/apis/results.tekton.dev', 'https://host'],
  [
    'https://host/x/apis/results.tekton.dev/v1alpha2/parents/',
    'https://host/x',
  ],
])('takes %s for %s', (from, base) => {
  expect(parseImportArguments(['--from', from], {})?.from).toBe(base);
});

it('gives help when asked, whatever else there is', () => {
  expect(parseImportArguments(['--help'], {})).toBeUndefined();
});

it.each([
  [['--from', 'host:8080'], /must be an http or https URL/],
  [['--from', 'https://user:secret@host'], /without credentials/],
  [['--from', 'https://host?x=1'], /without credentials, query/],
  [[], /--from must name the server/],
  [[...FROM, '--page-size', '4'], /from 5 to 10000, not '4'/],
  [[...FROM, '--page-size', 'many'], /from 5 to 10000, not 'many'/],
  [[...FROM, '--parent', 'A/b'], /must be a namespace, not 'A\/b'/],
  [[...FROM, '--token', 'a', '--token-file', 'b'], /either --token or/],
  [[...FROM, '--bogus'], /bogus/],
  [[...FROM, 'surplus'], /surplus/],
])('refuses %j', (argv, message) => {
  const call = () => parseImportArguments(argv, {});
  expect(call).toThrow(UsageError);
  expect(call).toThrow(message);
  expect(call).not.toThrow(/secret/);
});
