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

/** What stands for itself in a template: facts of a run, each for `{{name}}`. */
export interface LinkFacts {
  readonly cluster: string;
  readonly namespace: string;
  /** Such as `PipelineRun`. */
  readonly kind: string;
  /** Such as `pipelineruns`. */
  readonly resource: string;
  readonly name: string;
  readonly uid: string;
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

const NAMES: ReadonlyArray<keyof LinkFacts> = [
  'cluster',
  'namespace',
  'kind',
  'resource',
  'name',
  'uid',
];

/**
 * What is wrong with the template of a link, such as
 * `https://console.example.com/k8s/ns/{{namespace}}/pods`; undefined: nothing.
 *
 * What stands for a fact may be anywhere but in the scheme and the host, so that no
 * run decides where a link leads.
 */
export function linkTemplateProblem(template: string): string | undefined {
  const unknown = [...template.matchAll(PLACEHOLDER)]
    .map(([, name]) => name.trim())
    .find(name => !isFactName(name));
  if (unknown !== undefined) {
    return `has '{{${unknown}}}', but there is only ${NAMES.map(
      name => `{{${name}}}`,
    ).join(', ')}`;
  }
  const [origin] = /^https?:\/\/[^/?#]*/i.exec(template) ?? [];
  if (!origin || !URL.canParse(template.replace(PLACEHOLDER, 'x'))) {
    return 'must be an http or https URL';
  }
  return origin.includes('{{')
    ? 'must have {{…}} after the host only'
    : undefined;
}

/** The link to a run. Facts are encoded: none can begin another part of the URL. */
export function fillLinkTemplate(template: string, facts: LinkFacts): string {
  return template.replace(PLACEHOLDER, (placeholder, given: string) => {
    const name = given.trim();
    return isFactName(name) ? encodeURIComponent(facts[name]) : placeholder;
  });
}

function isFactName(name: string): name is keyof LinkFacts {
  return NAMES.some(known => known === name);
}
