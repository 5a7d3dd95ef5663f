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

import { parseRunObject } from './RunObject';
import { runSource } from './RunSource';

function source(metadata: object, params: object[] = []) {
  const { run } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { name: 'a', namespace: 'b', uid: 'c', ...metadata },
    spec: { params },
  });
  return run && JSON.parse(JSON.stringify(runSource(run)));
}

const pac = (key: string) => `pipelinesascode.tekton.dev/${key}`;

describe('runSource', () => {
  it("reads Pipelines-as-Code's labels and annotations", () => {
    expect(
      source({
        labels: {
          [pac('sha')]: '1d20c77aa0',
          [pac('event-type')]: 'pull_request',
          [pac('pull-request')]: '482',
          [pac('url-org')]: 'acme',
          [pac('url-repository')]: 'checkout',
        },
        annotations: {
          [pac('branch')]: 'refs/heads/feat/discounts',
          [pac('sender')]: 'a-lee',
          [pac('sha-title')]: 'Add discount codes',
          [pac('sha-url')]: 'https://git.example.com/c/1d20c77aa0',
        },
      }),
    ).toEqual({
      revision: '1d20c77aa0',
      branch: 'feat/discounts',
      repository: 'acme/checkout',
      pullRequest: '482',
      author: 'a-lee',
      trigger: 'pull_request',
      title: 'Add discount codes',
      url: 'https://git.example.com/c/1d20c77aa0',
    });
  });

  it('takes a commit hash from a parameter, but no other text', () => {
    expect(source({}, [{ name: 'revision', value: '9f3c2ab' }])).toEqual({
      revision: '9f3c2ab',
    });
    expect(source({}, [{ name: 'revision', value: 'main' }])).toEqual({});
  });

  it('does not make a link of what is none', () => {
    expect(
      source({
        annotations: { [pac('sha-url')]: ['javascript', 'alert(1)'].join(':') },
      }),
    ).toEqual({});
  });
});
