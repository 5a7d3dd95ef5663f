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
import type { Browser, Page } from '@playwright/test';
import {
  BackstageProcess,
  CHECKOUT,
  createDataDirectory,
  expect,
  lineButton,
  logLine,
  logPath,
  logRegion,
  openPage,
  storeLogs,
  tell,
  test,
  uidOf,
  type StoredLog,
} from './support';

const LINES = 5_000;
const RUN = 'linked';
/** How many states of the screens are opened anew. */
const STATES = Number(process.env.E2E_LINK_STATES ?? 60);
const PLUGIN = '[data-plugin="tekton-results"]';

function* linesOf(step: string, attempt: number) {
  for (let number = 1; number <= LINES; number++) {
    yield `line ${number} of ${step}, attempt ${attempt}`;
  }
}

const LOGS: readonly StoredLog[] = [
  { step: 'compile', attempt: 1 },
  { step: 'test', attempt: 1 },
  { step: 'compile', attempt: 2 },
  { step: 'test', attempt: 2 },
].map(of => ({
  run: RUN,
  task: 'build',
  ...of,
  lines: linesOf(of.step, of.attempt),
}));

test.describe('a link', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    const build = {
      name: 'build',
      attempts: [
        [{ name: 'compile' }, { name: 'test', is: 'failed' as const }],
        [{ name: 'compile' }, { name: 'test' }],
      ],
    };
    await storeLogs({
      dataDirectory: data.path,
      runs: [
        {
          name: RUN,
          tasks: [build, { name: 'deploy', attempts: [[{ name: 'apply' }]] }],
        },
        ...Array.from({ length: 30 }, (_, index) => ({
          name: `run-${index}`,
          startedAt: Date.now() - index * 3_600_000,
          tasks: [
            {
              name: 'build',
              attempts: [
                [
                  {
                    name: 'compile',
                    is: index % 3 === 0 ? ('failed' as const) : undefined,
                  },
                ],
              ],
            },
          ],
        })),
      ],
      logs: LOGS,
    });
    // A name that a second run had, elsewhere.
    await storeLogs({
      dataDirectory: data.path,
      cluster: 'other',
      runs: [{ name: 'run-0', tasks: [build] }],
      logs: [],
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  test.describe('to a line', () => {
    const open = (page: Page, attempt: number, query: string) =>
      openPage(
        page,
        backstage,
        logPath({ run: RUN, task: 'build', step: 'compile', attempt }, query),
      );

    test('leads to it: in view, focused and marked', async ({ page }) => {
      await open(page, 2, '&lines=3210');
      await expect(lineButton(page, 3210)).toBeFocused();
      await expect(lineButton(page, 3210)).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      await expect(logLine(page, 3210)).toBeInViewport({ ratio: 0.9 });
      await expect(logLine(page, 3210)).toContainText(
        'line 3210 of compile, attempt 2',
      );
      await expect(
        page.getByRole('status').filter({ hasText: 'Line 3210' }),
      ).toBeAttached();
    });

    test('leads to an earlier attempt', async ({ page }) => {
      await open(page, 1, '&lines=7');
      await expect(logLine(page, 7)).toContainText('compile, attempt 1');
      await expect(lineButton(page, 7)).toBeFocused();
    });

    test('leads to a range, which was made with Shift', async ({ page }) => {
      await open(page, 2, '');
      await lineButton(page, 4).click();
      await lineButton(page, 9).click({ modifiers: ['Shift'] });
      await expect(page).toHaveURL(/[?&]lines=4-9(&|$)/);
      await openPage(page, backstage, page.url().replace(backstage.url, ''));
      await page.reload();
      await expect(lineButton(page, 4)).toBeFocused();
      const pressed = logRegion(page).locator('[aria-pressed="true"]');
      await expect(pressed).toHaveText(['4', '5', '6', '7', '8', '9']);
      await expect(logLine(page, 9)).toBeInViewport({ ratio: 0.9 });
    });

    test('beyond the end says so, and leads to the last one', async ({
      page,
    }) => {
      await open(page, 2, '&lines=9999');
      await expect(
        page.getByText(
          `The link leads to line 9999, but the log ends with line ${LINES}.`,
        ),
      ).toBeVisible();
      await expect(logLine(page, LINES)).toBeInViewport({ ratio: 0.9 });
    });

    test('of a step that is not there says so, and shows another', async ({
      page,
    }) => {
      await openPage(
        page,
        backstage,
        logPath({ run: RUN, task: 'build', step: 'no-such' }, '&lines=3'),
      );
      await expect(
        page.getByText('The step of this link is not there'),
      ).toBeVisible();
      await expect(logLine(page, 1)).toBeVisible();
    });
  });

  test.describe('from elsewhere', () => {
    test('leads to the only run of a name', async ({ page }) => {
      await openPage(
        page,
        backstage,
        `/tekton-runs/find?namespace=shop&name=${RUN}`,
      );
      await expect(page).toHaveURL(
        new RegExp(`/tekton-runs/example/${uidOf(RUN)}$`),
      );
      await expect(page.getByRole('heading', { name: RUN })).toBeVisible();
    });

    test('lets choose between several, and says why there is none', async ({
      page,
    }) => {
      await openPage(page, backstage, '/tekton-runs/find?name=run-0');
      await expect(
        page.getByRole('heading', { name: 'Several runs are called run-0' }),
      ).toBeVisible();
      const choices = page
        .getByRole('list', { name: /run-0/ })
        .getByRole('link', { name: 'run-0' });
      await expect(choices).toHaveCount(2);
      await choices.first().click();
      await expect(page).toHaveURL(/\/tekton-runs\/(example|other)\/uid-of-/);

      await openPage(page, backstage, '/tekton-runs/find?name=nobody');
      await expect(page.getByText(/no such run/i).first()).toBeVisible();
    });

    test('made by Pipelines as Code as the documentation says leads to the run and to its log', async ({
      page,
    }) => {
      const docs = readFileSync(
        resolve(__dirname, '../../../docs/screens.md'),
        'utf8',
      );
      /** As Pipelines as Code fills it in; see `pkg/consoleui/custom.go` there. */
      const link = (setting: string, values: Record<string, string>) => {
        const template = new RegExp(`^${setting}: https://[^/]+(/.*)$`, 'm');
        const [, path = ''] = template.exec(docs) ?? [];
        const filled = path.replaceAll(
          /\{\{ (\w+) \}\}/g,
          (_, name: string) => values[name] ?? '{{}}',
        );
        expect(filled).not.toContain('{{');
        return filled;
      };
      const values = {
        namespace: 'shop',
        pr: RUN,
        task: 'build',
        pod: 'linked-build-pod',
        firstFailedStep: 'test',
      };
      await openPage(
        page,
        backstage,
        link('custom-console-url-pr-details', values),
      );
      await expect(page.getByRole('heading', { name: RUN })).toBeVisible();
      await expect(page.getByText('Gone from cluster').first()).toBeVisible();
      const taskLog = 'custom-console-url-pr-tasklog';
      await openPage(page, backstage, link(taskLog, values));
      await expect(logRegion(page, 'Log of build / test')).toBeVisible();
      await openPage(
        page,
        backstage,
        link(taskLog, { ...values, firstFailedStep: '' }),
      );
      await expect(logRegion(page, /^Log of build /)).toBeVisible();
      await openPage(
        page,
        backstage,
        link('custom-console-url-namespace', values),
      );
      await expect(
        page.getByRole('link', { name: /^run-1/ }).first(),
      ).toBeVisible();
    });
  });

  test('to any state of the screens shows the same to whoever opens it', async ({
    page,
    browser,
  }) => {
    test.setTimeout(120_000 + STATES * 20_000);
    const seed = Number(process.env.E2E_SEED ?? Date.now() % 1_000_000);
    tell(`Links of ${STATES} states with the seed ${seed}`);
    const random = randomFrom(seed);
    await openPage(page, backstage, CHECKOUT);
    await settled(page);
    for (let state = 0; state < STATES; state++) {
      const path = randomPath(random);
      // The way through the app, with all that was on the screen before.
      await page.evaluate(to => {
        window.history.pushState({}, '', to);
        window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
      }, path);
      const here = await settled(page);
      const there = await inFreshContext(browser, async fresh => {
        await fresh.goto(page.url());
        return settled(fresh);
      });
      expect(here, `${path} (${state}, seed ${seed})`).toBe(there);
      expect(here).not.toBe('');
    }
  });
});

/** Numbers below 1, the same for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A state of the screens as a URL. */
function randomPath(random: () => number): string {
  const one = <T>(values: readonly T[]): T =>
    values[Math.floor(random() * values.length)];
  const params = new URLSearchParams();
  const maybe = (name: string, values: readonly string[]) => {
    if (random() < 0.5) {
      params.set(name, one(values));
    }
  };
  if (random() < 0.4) {
    maybe('q', ['run-1', 'linked', 'nothing like it']);
    maybe('status', ['failed', 'succeeded', 'failed,succeeded', 'running']);
    maybe('last', ['24h', '7d', '30d']);
    maybe('sort', ['duration', '-duration', 'name', '-status', 'start']);
    maybe('size', ['25', '50', '100']);
    maybe('f', ['pipeline:made-up', 'namespace:shop', 'branch:none']);
    return `${one([CHECKOUT, '/tekton-runs'])}?${params}`;
  }
  const tab = one([
    'overview',
    'logs',
    'logs',
    'inputs',
    'yaml',
    'events',
    'related',
  ]);
  if (tab !== 'overview') {
    params.set('tab', tab);
  }
  if (tab === 'overview') {
    maybe('view', ['table']);
  }
  if (tab === 'logs' || (tab === 'overview' && random() < 0.5)) {
    params.set('task', 'build');
    maybe('attempt', ['1', '2']);
  }
  if (tab === 'logs') {
    params.set('step', one(['compile', 'test', 'no-such']));
    maybe('lines', ['1', '4990', '2000-2004', '77777']);
    maybe('find', ['line 12', 'nothing like it']);
    if (params.has('find')) {
      maybe('findIn', ['run']);
      maybe('findAs', ['case', 'regex']);
    }
  }
  const base = one([CHECKOUT, '/tekton-runs']);
  return `${base}/example/${uidOf(RUN)}?${params}`;
}

/** The tree of accessibility of the screen once it changes no more, without clocks. */
async function settled(page: Page): Promise<string> {
  await expect(page.locator(PLUGIN).first()).toBeVisible();
  let last = '';
  await expect
    .poll(
      async () => {
        const before = last;
        last = await treeOf(page);
        return (
          last !== '' && last === before && !/Loading|Searching/.test(last)
        );
      },
      { intervals: [300] },
    )
    .toBe(true);
  return last;
}

async function treeOf(page: Page): Promise<string> {
  const plugin = page.locator(PLUGIN).first();
  if ((await plugin.count()) === 0) {
    return '';
  }
  // What was read out last tells of the way, not of the place.
  await plugin
    .locator('[role="status"][aria-atomic="true"]')
    .evaluateAll(all =>
      all.forEach(element => element.setAttribute('hidden', '')),
    );
  const tree = await plugin.ariaSnapshot();
  const pressed = await page
    .locator('[data-line][aria-pressed="true"]')
    .allTextContents();
  return [withoutClocks(withoutLines(tree)), ...pressed].join('\n');
}

/** Which lines of a log are drawn depends on how far one has scrolled. */
function withoutLines(tree: string): string {
  let logIndent = -1;
  return tree
    .split('\n')
    .filter(line => {
      const indent = line.length - line.trimStart().length;
      if (logIndent >= 0 && indent > logIndent) {
        return false;
      }
      logIndent = /^\s*- log\b/.test(line) ? indent : -1;
      return true;
    })
    .join('\n');
}

function withoutClocks(tree: string): string {
  return tree
    .replaceAll(
      /\b(\d+|an?) (second|minute|hour|day|week|month|year)s? ago\b/g,
      'ago',
    )
    .replaceAll(
      /\b(just )?now\b|\byesterday\b|\blast (week|month|year)\b/g,
      'ago',
    )
    .replaceAll(/ \[active\]/g, '');
}

async function inFreshContext<T>(
  browser: Browser,
  visit: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    return await visit(await context.newPage());
  } finally {
    await context.close();
  }
}
