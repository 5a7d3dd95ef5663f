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

import type { Page } from '@playwright/test';

interface Painted {
  /** When what is waited for was painted (ms, of the clock of the page). */
  readonly at: number;
  /** When the user last did something. */
  readonly acted: number;
}

/**
 * Measures in the page, so that the way between test and browser costs nothing: from
 * the last key or click to when the first row is another one and has been painted.
 */
export async function timeToNewRows(
  page: Page,
  action: () => Promise<void>,
): Promise<number> {
  await page.evaluate(() => {
    const firstRow = () =>
      document
        .querySelector(
          '[role="table"][aria-busy="false"] [role="rowheader"] > a',
        )
        ?.getAttribute('href');
    const before = firstRow();
    const last = { acted: performance.now() };
    for (const type of ['pointerdown', 'keydown', 'change']) {
      window.addEventListener(
        type,
        () => {
          last.acted = performance.now();
        },
        { capture: true },
      );
    }
    const rows = new Promise<Painted>(resolve => {
      const observer = new MutationObserver(() => {
        const now = firstRow();
        if (now && now !== before) {
          observer.disconnect();
          requestAnimationFrame(() =>
            resolve({ at: performance.now(), ...last }),
          );
        }
      });
      observer.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
    Object.assign(window, { newRows: rows });
  });
  await action();
  const { at, acted } = await page.evaluate<Painted>('window.newRows');
  return at - acted;
}

/** Lets every page that is opened from now on know when its first row was painted. */
export async function watchFirstRow(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const rows = new Promise<number>(resolve => {
      const observer = new MutationObserver(() => {
        if (document.querySelector('[role="table"] [role="rowheader"] > a')) {
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now()));
        }
      });
      observer.observe(document, { subtree: true, childList: true });
    });
    Object.assign(window, { firstRow: rows });
  });
}

/** When the first row was painted (ms since the page was asked for). */
export function firstRowPainted(page: Page): Promise<number> {
  return page.evaluate<number>('window.firstRow');
}
