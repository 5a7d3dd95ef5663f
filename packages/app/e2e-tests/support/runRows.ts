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

import type { Locator, Page } from '@playwright/test';

/** The list on the screen. */
export function runsTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Runs' });
}

/** A row for each run that is listed. */
export function runRows(page: Page): Locator {
  return runsTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
}

/** What leads from the rows to their runs. */
export function runLinks(page: Page): Locator {
  return runsTable(page).getByRole('rowheader').locator('> a');
}

/** `<cluster>/<uid>` of the runs that are listed, in their order. */
export async function listedRuns(page: Page): Promise<string[]> {
  const paths = await runLinks(page).evaluateAll(links =>
    links.map(link => new URL((link as HTMLAnchorElement).href).pathname),
  );
  return paths.map(path => path.split('/').slice(-2).join('/'));
}
