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
import { uidOf } from './madeUpRuns';

/** The component that has the made-up runs, and its tab. */
export const CHECKOUT = '/catalog/default/component/checkout/runs';

/** Path of the log of a step of a made-up run. */
export function logPath(
  of: { run: string; task: string; step: string; attempt?: number },
  query = '',
): string {
  const { run, task, step, attempt } = of;
  const params = new URLSearchParams({ tab: 'logs', task });
  if (attempt !== undefined) {
    params.set('attempt', String(attempt));
  }
  params.set('step', step);
  return `${CHECKOUT}/example/${uidOf(run)}?${params}${query}`;
}

/** The text of a log. */
export function logRegion(
  page: Page,
  name: RegExp | string = /^Log of /,
): Locator {
  return page.getByRole('log', { name });
}

/** The button with the number of a line. */
export function lineButton(page: Page, number: number): Locator {
  return logRegion(page).getByRole('button', {
    name: `Line ${number}`,
    exact: true,
  });
}

/** A line with its number. */
export function logLine(page: Page, number: number): Locator {
  return logRegion(page)
    .locator('li')
    .filter({ has: page.locator(`[data-line="${number}"]`) });
}

/** The lines that are drawn, as they are seen, by number. */
export async function drawnLines(page: Page): Promise<Map<number, string>> {
  const lines = await logRegion(page)
    .locator('li:has([data-line])')
    .evaluateAll(items =>
      items.map((item): [number, string] => {
        const number = item.querySelector('[data-line]');
        return [
          Number(number?.getAttribute('data-line')),
          (item.textContent ?? '').slice((number?.textContent ?? '').length),
        ];
      }),
    );
  return new Map(lines);
}
