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

import { fillLinkTemplate, linkTemplateProblem } from './linkTemplate';

const facts = {
  cluster: 'prod',
  namespace: 'shop',
  kind: 'PipelineRun',
  resource: 'pipelineruns',
  name: 'build-x1',
  uid: '4f0c',
};

describe('templates of links', () => {
  it.each([
    'https://console.example.com/k8s/ns/{{namespace}}/tekton.dev~v1~{{kind}}/{{name}}',
    'http://localhost:9097/#/namespaces/{{ namespace }}/{{resource}}/{{name}}?uid={{uid}}&c={{cluster}}',
    'https://console.example.com',
  ])('takes %s', template => {
    expect(linkTemplateProblem(template)).toBeUndefined();
  });

  it.each([
    ['https://x.example.com/{{pod}}', "has '{{pod}}', but there is only"],
    ['https://x.example.com/{{}}', "has '{{}}', but there is only"],
    ['data:text/html,hello', 'must be an http or https URL'],
    ['/k8s/{{name}}', 'must be an http or https URL'],
    ['https://', 'must be an http or https URL'],
    ['https://{{cluster}}.example.com/', 'must have {{…}} after the host only'],
    ['{{name}}', 'must be an http or https URL'],
  ])('refuses %s', (template, problem) => {
    expect(linkTemplateProblem(template)).toContain(problem);
  });

  it('puts facts in, each wherever it is named', () => {
    expect(
      fillLinkTemplate(
        'https://c.example.com/{{cluster}}/{{ namespace }}/{{kind}}/{{resource}}/{{name}}?name={{name}}#{{uid}}',
        facts,
      ),
    ).toBe(
      'https://c.example.com/prod/shop/PipelineRun/pipelineruns/build-x1?name=build-x1#4f0c',
    );
  });

  it('encodes facts, so that none leads elsewhere', () => {
    expect(
      fillLinkTemplate('https://c.example.com/a/{{name}}/b', {
        ...facts,
        name: '../{{uid}}?x#$&',
      }),
    ).toBe('https://c.example.com/a/..%2F%7B%7Buid%7D%7D%3Fx%23%24%26/b');
  });
});
