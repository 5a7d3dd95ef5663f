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

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { checkout } from './__fixtures__';
import {
  entityRunsCard,
  entityRunsContent,
  runsPage,
  tektonResultsPlugin,
} from './plugin';

it('is a tab of entities that have runs, and of no other', () => {
  const isShown = createExtensionTester(entityRunsContent).get(
    EntityContentBlueprint.dataRefs.filterFunction,
  );

  expect(isShown?.(checkout())).toBe(true);
  expect(isShown?.(checkout({ 'tekton.dev/cicd': 'true' }))).toBe(true);
  expect(isShown?.(checkout({}))).toBe(false);
});

it('is a card of the same entities', () => {
  const isShown = createExtensionTester(entityRunsCard).get(
    EntityCardBlueprint.dataRefs.filterFunction,
  );

  expect(isShown?.(checkout())).toBe(true);
  expect(isShown?.(checkout({}))).toBe(false);
});

it('is a page with a name for the navigation', () => {
  const page = createExtensionTester(runsPage);

  expect(page.get(coreExtensionData.routePath)).toBe('/tekton-runs');
  expect(page.get(coreExtensionData.title)).toBe('Tekton runs');
});

it('has the extensions that docs/screens.md lists', () => {
  const documented = readFileSync(
    resolve(__dirname, '../../../docs/screens.md'),
    'utf8',
  ).matchAll(/^\| `([\w-]+:tekton-results[/\w-]*)`/gm);
  const ids = [...documented].map(([, id]) => id).sort();
  expect(ids).toEqual([
    'api:tekton-results',
    'entity-card:tekton-results/runs',
    'entity-content:tekton-results/runs',
    'page:tekton-results',
  ]);
  for (const id of ids) {
    expect(tektonResultsPlugin.getExtension(id as never)).toBeDefined();
  }
});
