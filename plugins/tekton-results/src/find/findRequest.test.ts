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

import { readFindLocation, runQuery } from './findRequest';

const read = (query: string) => readFindLocation(new URLSearchParams(query));

it('reads what a link of Pipelines-as-Code knows', () => {
  const found = read(
    'namespace=shop&name=checkout-1&kind=pipelinerun&task=build&step=push',
  );
  expect(found).toEqual({
    request: { namespace: 'shop', name: 'checkout-1', kind: 'PipelineRun' },
    task: 'build',
    step: 'push',
  });
  expect(runQuery(found)).toBe('?tab=logs&task=build&step=push');
});

it.each([
  ['uid=1&name=x', { uid: '1' }],
  ['record=a/results/b/records/c', { record: 'a/results/b/records/c' }],
  [
    'result=a/results/b&cluster=prod',
    { result: 'a/results/b', cluster: 'prod' },
  ],
  ['name=x&kind=Pod', { name: 'x' }],
])('asks for the most exact name in %s', (query, request) => {
  expect(read(query).request).toEqual(request);
});

it.each(['', 'name=', 'namespace=shop', 'name=%20'])(
  'asks for nothing with "%s"',
  query => {
    expect(read(query).request).toBeUndefined();
  },
);

it('leads to the log of a task in which no step failed', () => {
  const found = read('name=checkout-1&task=build&step=&tab=logs');
  expect(runQuery(found)).toBe('?tab=logs&task=build');
});

it('leads to a task without its log, or to the run', () => {
  expect(runQuery({ task: 'build' })).toBe('?task=build');
  expect(runQuery({})).toBe('');
});
