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

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  BackstageProcess,
  CHECKOUT,
  createDataDirectory,
  drawnLines,
  expect,
  logLine,
  logPath,
  logRegion,
  openPage,
  storeLogs,
  test,
  uidOf,
  type StoredLog,
} from './support';

const LINES = ['one', 'two', 'three', 'four', 'five', 'six'];

/** A step whose log stands in some way, and what is to be read then. */
interface Case {
  readonly step: string;
  readonly log?: Omit<StoredLog, 'run' | 'task' | 'step'>;
  readonly is?: 'neverStarted';
  /** In the list of steps. */
  readonly state?: string;
  readonly text: RegExp;
  /** The lines that are there. */
  readonly lines?: readonly string[];
}

const never = (step: string, cause: string, text: RegExp): Case => ({
  step,
  log: { state: 'neverCaptured', cause },
  state: 'Not captured',
  text,
});
const partial = (step: string, cause: string, text: RegExp): Case => ({
  step,
  log: { state: 'partial', cause, lines: LINES },
  state: 'In part',
  text,
  lines: LINES,
});

test.describe('a log that is not there, or not all of it', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  const CASES: readonly Case[] = [
    {
      step: 'empty',
      log: { lines: [] },
      text: /The step ended without writing a line/,
    },
    {
      ...partial('evicted', 'podGone', /capture stopped before the end/),
      log: {
        state: 'partial',
        cause: 'podGone',
        reason: 'capture stopped at 12:44:10: pod evicted',
        lines: LINES,
      },
    },
    partial('too-long', 'tooLong', /longer than what is kept of a log/),
    partial('rotated', 'rotated', /The cluster threw it away/),
    {
      step: 'lost',
      log: { lines: LINES, segmentEnds: [2, 5], lost: [1] },
      state: 'In part',
      text: /3 lines are left of 6/,
      lines: ['one', 'two', 'Lines 3 to 5 are lost', 'Lost', 'Lost', 'six'],
    },
    {
      step: 'missing',
      log: { lines: LINES, segmentEnds: [4], missing: [1] },
      text: /Lines 5 to 6 are lost/,
      lines: [...LINES.slice(0, 4), 'Lines 5 to 6 are lost', 'Lost'],
    },
    {
      step: 'expired',
      log: { state: 'expired', cause: 'policy', lines: LINES },
      state: 'Removed',
      text: /kept for as long as the rules say.*Since/s,
    },
    {
      step: 'deleted',
      log: { state: 'expired', cause: 'deleted', lines: LINES },
      state: 'Removed',
      text: /Somebody deleted it/,
    },
    {
      step: 'skipped',
      is: 'neverStarted',
      state: 'Not captured',
      text: /The step never started/,
    },
    never('pod-gone', 'podGone', /deleted before its log could be captured/),
    never('off', 'captureOff', /capture of logs is turned off/),
    never('cancelled', 'cancelledBeforeOutput', /cancelled before the step/),
    never('failed', 'failed', /could not be read from the cluster, or stored/),
    {
      step: 'elsewhere',
      log: { lines: LINES, elsewhere: join(data.path, 'elsewhere') },
      text: /These lines could not be loaded/,
    },
  ];

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    mkdirSync(join(data.path, 'elsewhere'));
    await storeLogs({
      dataDirectory: data.path,
      runs: [
        {
          name: 'states',
          tasks: [
            {
              name: 'all',
              attempts: [CASES.map(({ step, is }) => ({ name: step, is }))],
            },
            { name: 'approve', kind: 'CustomRun', attempts: [[]] },
          ],
        },
        {
          name: 'fresh',
          gone: false,
          startedAt: Date.now() - 60_000,
          tasks: [{ name: 'just', attempts: [[{ name: 'ended' }]] }],
        },
        {
          name: 'working',
          gone: false,
          isRunning: true,
          startedAt: Date.now() - 60_000,
          tasks: [
            {
              name: 'now',
              attempts: [
                [
                  { name: 'runs', is: 'running' },
                  { name: 'later', is: 'waiting' },
                ],
              ],
            },
          ],
        },
      ],
      logs: CASES.flatMap(({ step, log }) =>
        log ? [{ run: 'states', task: 'all', step, ...log }] : [],
      ),
    });
    await storeLogs({
      dataDirectory: data.path,
      cluster: 'loki',
      runs: [
        {
          name: 'far-away',
          tasks: [{ name: 'build', attempts: [[{ name: 'compile' }]] }],
        },
      ],
      logs: [],
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        {
          name: 'loki',
          url: 'http://127.0.0.1:1',
          logs: { reader: { type: 'loki', url: 'http://127.0.0.1:1' } },
        },
      ],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  test('says in its own words why, and never shows an empty box', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    for (const { step, text, state, lines } of CASES) {
      await openPage(
        page,
        backstage,
        logPath({ run: 'states', task: 'all', step }),
      );
      const panel = page.getByRole('region', { name: `all / ${step}` });
      await expect(panel, step).toContainText(text);
      if (state) {
        await expect(
          page
            .getByRole('navigation', { name: 'Tasks and steps' })
            .getByRole('link', { name: new RegExp(`^\\S+ ${step}\\b`) }),
        ).toContainText(state);
      }
      if (lines) {
        await expect
          .poll(async () => [...(await drawnLines(page)).values()], step)
          .toEqual(lines);
      } else {
        // An error stands above the lines that it is about.
        const isBox = step === 'elsewhere' ? 1 : 0;
        await expect(logRegion(page), step).toHaveCount(isBox);
      }
    }
  });

  test('gives what the cluster said, and where it may be had', async ({
    page,
  }) => {
    const open = (step: string, task = 'all') =>
      openPage(page, backstage, logPath({ run: 'states', task, step }));
    await open('evicted');
    await expect(
      page.getByText('capture stopped at 12:44:10: pod evicted'),
    ).toBeVisible();
    await openPage(
      page,
      backstage,
      `${CHECKOUT}/example/${uidOf('states')}?tab=logs&task=approve`,
    );
    await expect(page.getByText(/CustomRun has no pod/)).toBeVisible();
  });

  test('is still to come', async ({ page }) => {
    const open = (run: string, task: string, step: string) =>
      openPage(page, backstage, logPath({ run, task, step }));
    await open('fresh', 'just', 'ended');
    await expect(page.getByText('The log is being stored')).toBeVisible();
    await expect(page.getByText('This page updates by itself')).toBeVisible();
    await open('working', 'now', 'later');
    await expect(page.getByText('The step has not started yet')).toBeVisible();
    await open('working', 'now', 'runs');
    await expect(
      page.getByText('The step has written nothing yet'),
    ).toBeVisible();
  });

  test('is not reachable where others keep it and do not answer', async ({
    page,
  }) => {
    await openPage(
      page,
      backstage,
      `/tekton-runs/loki/${uidOf('far-away')}?tab=logs`,
    );
    await expect(page.getByText('The log cannot be reached')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  test('is told of when it could not be searched', async ({ page }) => {
    await openPage(
      page,
      backstage,
      logPath(
        { run: 'states', task: 'all', step: 'lost' },
        '&find=six&findIn=run',
      ),
    );
    const bar = page.getByRole('search', { name: 'Find in logs' });
    await expect(bar).toContainText(/matches in \d+ lines/);
    await expect(bar).toContainText(
      /Not searched, or not to the end: .*all \/ missing/,
    );
    await expect(bar).not.toContainText('all / skipped');
    await expect(logLine(page, 6).locator('mark')).toHaveText('six');
  });

  test('is explained in German, too', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('language', 'de'));
    await openPage(
      page,
      backstage,
      logPath({ run: 'states', task: 'all', step: 'lost' }),
    );
    await expect(
      page.getByText('Die Zeilen 3 bis 5 sind verloren'),
    ).toBeVisible();
    await openPage(
      page,
      backstage,
      logPath({ run: 'states', task: 'all', step: 'evicted' }),
    );
    await expect(page.getByText(/Ein Teil dieses Logs fehlt/)).toBeVisible();
  });
});
