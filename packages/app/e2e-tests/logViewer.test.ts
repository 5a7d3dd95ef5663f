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
import type { CDPSession, Page } from '@playwright/test';
import {
  BackstageProcess,
  createDataDirectory,
  drawnLines,
  expect,
  lineButton,
  logLine,
  logPath,
  logRegion,
  measured,
  openPage,
  storeLogs,
  tell,
  test,
  unzip,
} from './support';

const MILLION = 1_000_000;
const HUNDRED_THOUSAND = 100_000;
/** What the document may have at most, however long a log is. */
const MAX_NODES = 3_000;

const longLine = (number: number) =>
  `[INFO] line ${number} of the long log: compiling module ${number % 97}`;

function* linesOf(count: number, text: (number: number) => string) {
  for (let number = 1; number <= count; number++) {
    yield text(number);
  }
}

/** As often as not there is something in a line to be found. */
const hay = (number: number) =>
  [
    `${number}`.padStart(6, '0'),
    number % 7 === 0 ? 'Needle' : 'straw',
    number % 11 === 0 ? 'needle needle' : 'hay',
    number === 50_000 ? 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' : '',
    [100, 200, 90_000].includes(number) ? 'a rare thing' : '',
  ].join(' ');

const ESC = '\u001b';
const TORTURE: ReadonlyArray<{
  line: string | Buffer;
  seen: string;
  styles?: Readonly<Record<string, string>>;
  colours?: string;
}> = [
  { line: 'plain', seen: 'plain' },
  {
    line: `${ESC}[1mbold${ESC}[0m`,
    seen: 'bold',
    styles: { 'font-weight': 'bold' },
  },
  {
    line: `${ESC}[3;4mslanted, underlined${ESC}[m`,
    seen: 'slanted, underlined',
    styles: { 'font-style': 'italic', 'text-decoration-line': 'underline' },
  },
  {
    line: `${ESC}[9mstruck${ESC}[29m`,
    seen: 'struck',
    styles: { 'text-decoration-line': 'line-through' },
  },
  {
    line: `${ESC}[38;2;10;20;30mtrue colour${ESC}[39m`,
    seen: 'true colour',
    colours: '--log-fg-light: #0a141e',
  },
  {
    line: `${ESC}[38:2::10:20:30mwith colons${ESC}[0m`,
    seen: 'with colons',
    colours: '--log-fg-light: #0a141e',
  },
  {
    line: `${ESC}[48;5;16;38;5;231mof 256${ESC}[0m`,
    seen: 'of 256',
    colours: '--log-bg-light: #000000',
  },
  {
    line: `${ESC}[7;31minverse red${ESC}[0m`,
    seen: 'inverse red',
    colours: '--log-bg-light:',
  },
  { line: `${ESC}[31mred goes on`, seen: 'red goes on', colours: '--log-fg' },
  {
    line: `to the next line${ESC}[0m`,
    seen: 'to the next line',
    colours: '--log-fg',
  },
  { line: `${ESC}[999;;4242;mnonsense${ESC}[m`, seen: 'nonsense' },
  { line: `10 %\r50 %\r100 %`, seen: '100 %' },
  { line: `half\rHA`, seen: 'HAlf' },
  { line: `wrong${ESC}[2K\rright`, seen: 'right' },
  { line: `${ESC}]0;a title\u0007no title`, seen: 'no title' },
  {
    line: `${ESC}]8;;http://evil.test/${ESC}\\link${ESC}]8;;${ESC}\\`,
    seen: 'link',
  },
  { line: `${ESC}[2J${ESC}[10;10Hno clearing`, seen: 'no clearing' },
  { line: `cut off${ESC}[38;5`, seen: 'cut off' },
  { line: 'a\u0000b\u0007c\u007fd', seen: 'abcd' },
  {
    line: '<script>window.hacked = 1</script>',
    seen: '<script>window.hacked = 1</script>',
  },
  {
    line: '<img src=x onerror="window.hacked = 2">',
    seen: '<img src=x onerror="window.hacked = 2">',
  },
  {
    line: '</li></ol><iframe src="javascript:window.hacked=3">',
    seen: '</li></ol><iframe src="javascript:window.hacked=3">',
  },
  { line: '&lt;b&gt; &amp;amp;', seen: '&lt;b&gt; &amp;amp;' },
  {
    line: 'see https://example.com/a?b=<i>, javascript:alert(1)',
    seen: 'see https://example.com/a?b=<i>, javascript:alert(1)',
  },
  {
    line: Buffer.from([0x6e, 0x6f, 0x74, 0xff, 0xfe, 0xc3, 0x28]),
    seen: 'not\ufffd\ufffd\ufffd(',
  },
  { line: '日本語 العربية 🚀 e\u0301', seen: '日本語 العربية 🚀 e\u0301' },
];

/** Three steps in two attempts, each of which writes what others could be told by. */
const PLACES = [
  { task: 'build', attempt: 1, step: 'compile' },
  { task: 'build', attempt: 1, step: 'test' },
  { task: 'build', attempt: 2, step: 'compile' },
  { task: 'build', attempt: 2, step: 'test' },
  { task: 'ship', attempt: 1, step: 'push' },
] as const;
const placeLines = ({ task, attempt, step }: (typeof PLACES)[number]) => [
  `this is ${task}/${step}, attempt ${attempt}`,
  '[build : test]',
  '[ship : push] (attempt 1)',
  '>>> step-compile <<<',
  'STEP-TEST',
  '2026-10-05T09:30:00.000Z a line with a time of its own',
  '',
  `the end of ${task}/${step}, attempt ${attempt}`,
];

test.describe('the log of a step', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(600_000);
    await storeLogs({
      dataDirectory: data.path,
      runs: [
        {
          name: 'long',
          tasks: [
            {
              name: 'write',
              attempts: [[{ name: 'million' }, { name: 'hundred' }]],
            },
          ],
        },
        {
          name: 'places',
          tasks: [
            {
              name: 'build',
              attempts: [
                [{ name: 'compile' }, { name: 'test', is: 'failed' }],
                [{ name: 'compile' }, { name: 'test' }],
              ],
            },
            { name: 'ship', attempts: [[{ name: 'push' }]] },
          ],
        },
        {
          name: 'together',
          tasks: [
            { name: 'old', attempts: [[{ name: 'one' }, { name: 'two' }]] },
          ],
        },
        {
          name: 'torture',
          tasks: [
            { name: 'ansi', attempts: [[{ name: 'show' }, { name: 'wide' }]] },
          ],
        },
      ],
      logs: [
        {
          run: 'long',
          task: 'write',
          step: 'million',
          lines: linesOf(MILLION, longLine),
        },
        {
          run: 'long',
          task: 'write',
          step: 'hundred',
          lines: linesOf(HUNDRED_THOUSAND, hay),
        },
        ...PLACES.map(place => ({
          run: 'places',
          ...place,
          lines: placeLines(place),
        })),
        {
          run: 'together',
          task: 'old',
          step: 'all',
          kind: 'whole',
          lines: ['[one] a', '[two] b'],
        },
        {
          run: 'torture',
          task: 'ansi',
          step: 'show',
          lines: TORTURE.map(({ line }) => line),
        },
        {
          run: 'torture',
          task: 'ansi',
          step: 'wide',
          lines: ['before', 'w'.repeat(2_000_000), 'after'],
        },
      ],
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

  const openLog = (
    page: Page,
    of: { run: string; task: string; step: string; attempt?: number },
    query = '',
  ) => openPage(page, backstage, logPath(of, query));
  const nodes = (page: Page) =>
    page.evaluate(() => document.querySelectorAll('*').length);

  test('may have a million lines, of which only those that are seen are in the document', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    const million = { run: 'long', task: 'write', step: 'million' };
    const first = await measured(async () => {
      await openLog(page, million);
      await expect(logLine(page, 1)).toContainText(longLine(1));
    });
    tell(`First of ${MILLION} lines seen after ${first} ms`);
    expect(await nodes(page)).toBeLessThan(MAX_NODES);
    const session = await page.context().newCDPSession(page);
    const before = await heapOf(session);

    const region = logRegion(page);
    const STOPS = 40;
    for (let stop = 1; stop <= STOPS; stop++) {
      await region.evaluate((element, share) => {
        const way = element.scrollHeight - element.clientHeight;
        element.scrollTop = way * share;
      }, stop / STOPS);
      const about = Math.round((MILLION * stop) / STOPS);
      await expect
        .poll(async () => {
          const lines = await drawnLines(page);
          const isThere = [...lines].every(
            ([number, text]) => text === longLine(number),
          );
          const isNear = [...lines.keys()].some(
            number => Math.abs(number - about) < MILLION / STOPS,
          );
          return isThere && isNear;
        })
        .toBe(true);
      expect(await nodes(page)).toBeLessThan(MAX_NODES);
    }
    await expect(logLine(page, MILLION)).toBeInViewport();
    const grown = (await heapOf(session)) - before;
    tell(
      `Heap grew by ${(grown / 1e6).toFixed(1)} MB from one end to the other`,
    );

    await page.keyboard.press('Home');
    const linked = await measured(async () => {
      await openLog(page, million, '&lines=654321');
      await expect(lineButton(page, 654_321)).toBeFocused();
      await expect(logLine(page, 654_321)).toContainText(longLine(654_321));
    });
    tell(`A linked line of ${MILLION} seen after ${linked} ms`);
    await expect(logLine(page, 654_321)).toBeInViewport({ ratio: 0.9 });
    await logRegion(page).press('End');
    await expect(logLine(page, MILLION)).toContainText(longLine(MILLION));
    await expect(logLine(page, MILLION)).toBeInViewport();
  });

  test('of a hundred thousand lines shows its first ones', async ({ page }) => {
    await openLog(page, { run: 'long', task: 'write', step: 'million' });
    await expect(logLine(page, 1)).toContainText(longLine(1));
    const first = await measured(async () => {
      await page
        .getByRole('navigation', { name: 'Tasks and steps' })
        .getByRole('link', { name: /hundred/ })
        .click();
      await expect(logLine(page, 1)).toContainText(hay(1));
    });
    tell(`First of ${HUNDRED_THOUSAND} lines seen ${first} ms after a click`);
  });

  test('has the lines of its step and attempt, and none of another', async ({
    page,
  }) => {
    for (const place of PLACES) {
      await openLog(page, { run: 'places', ...place });
      await expect(
        logRegion(page, `Log of ${place.task} / ${place.step}`),
      ).toBeVisible();
      await expect
        .poll(async () => [...(await drawnLines(page)).values()])
        .toEqual(placeLines(place));
    }
    await openLog(page, { run: 'together', task: 'old', step: 'all' });
    await expect(
      page.getByText(/stored together and cannot be told apart/),
    ).toBeVisible();
    await expect(logLine(page, 2)).toContainText('[two] b');
  });

  test.describe('when something is looked for', () => {
    const numbers = Array.from(
      { length: HUNDRED_THOUSAND },
      (_, index) => index + 1,
    );

    /** What a search should find, by the book. */
    function expected(pattern: RegExp) {
      const found = numbers.flatMap(number => {
        const { length } = [...hay(number).matchAll(pattern)];
        return length > 0 ? [length] : [];
      });
      const format = (value: number) => value.toLocaleString('en-US');
      const matches = found.reduce((sum, value) => sum + value, 0);
      return `${format(matches)} matches in ${format(found.length)} lines`;
    }

    async function openFind(page: Page) {
      await openLog(page, { run: 'long', task: 'write', step: 'hundred' });
      await expect(logLine(page, 1)).toContainText(hay(1));
      await logRegion(page).press('Control+f');
      const bar = page.getByRole('search', { name: 'Find in logs' });
      await expect(bar.getByRole('textbox')).toBeFocused();
      return bar;
    }

    test('counts what a reference search counts', async ({ page }) => {
      test.setTimeout(240_000);
      const bar = await openFind(page);
      const input = bar.getByRole('textbox');
      await input.fill('needle');
      await expect(bar).toContainText(expected(/needle/gi));
      await bar.getByRole('button', { name: 'Match case' }).click();
      await expect(bar).toContainText(expected(/needle/g));
      await bar.getByRole('button', { name: /Regular expression/ }).click();
      await input.fill('n(ee)+dle (?:n|h)');
      await expect(bar).toContainText(expected(/n(ee)+dle (?:n|h)/g));
      await input.fill('^0+1\\d* straw');
      await expect(bar).toContainText(expected(/^0+1\d* straw/g));
      await input.fill('nothing like it');
      await expect(bar).toContainText('No match');
    });

    test('goes from match to match, around the ends', async ({ page }) => {
      const bar = await openFind(page);
      const input = bar.getByRole('textbox');
      await input.fill('rare thing');
      await expect(bar).toContainText('3 matches in 3 lines');
      const places: Array<[key: string, line: number, at: number]> = [
        ['Enter', 100, 1],
        ['Enter', 200, 2],
        ['Enter', 90_000, 3],
        ['Enter', 100, 1],
        ['Shift+Enter', 90_000, 3],
        ['Shift+Enter', 200, 2],
      ];
      for (const [key, line, at] of places) {
        await input.press(key);
        await expect(bar).toContainText(`Line ${at} of 3`);
        await expect(logLine(page, line)).toBeInViewport();
        await expect(logLine(page, line).locator('mark')).toHaveText(
          'rare thing',
        );
      }
      await bar.getByRole('button', { name: 'Only matching lines' }).click();
      await expect
        .poll(async () => [...(await drawnLines(page)).keys()])
        .toEqual([100, 200, 90_000]);
    });

    test('answers also to an expression that would run away, and marks one that is wrong', async ({
      page,
    }) => {
      test.setTimeout(240_000);
      const bar = await openFind(page);
      const input = bar.getByRole('textbox');
      await bar.getByRole('button', { name: /Regular expression/ }).click();
      await input.fill('(a+)+$');
      const answered = await measured(async () => {
        await expect(bar).toContainText('No match');
      });
      tell(`(a+)+$ in ${HUNDRED_THOUSAND} lines answered after ${answered} ms`);

      await input.fill('rare thing');
      await expect(bar).toContainText('3 matches in 3 lines');
      await input.fill('rare (thing');
      await expect(input).toHaveAttribute('aria-invalid', 'true');
      const alert = bar.getByRole('alert');
      await expect(alert).toContainText('rare (thing');
      // What was found before is still marked.
      await expect(
        logLine(page, 100).or(logLine(page, 1)).first(),
      ).toBeVisible();
      await input.fill('(x{900}){900}');
      await expect(alert).toContainText(/repe/);
    });
  });

  test('shows text and colours as a terminal would, and nothing of it as markup', async ({
    page,
  }) => {
    await openLog(page, { run: 'torture', task: 'ansi', step: 'show' });
    await expect
      .poll(async () => [...(await drawnLines(page)).values()])
      .toEqual(TORTURE.map(({ seen }) => seen));

    for (const [index, { styles = {}, colours }] of TORTURE.entries()) {
      const drawn = logLine(page, index + 1)
        .locator('span span')
        .first();
      for (const [name, value] of Object.entries(styles)) {
        expect(await computed(drawn, name), TORTURE[index].seen).toBe(value);
      }
      if (colours) {
        await expect(drawn).toHaveAttribute('style', new RegExp(colours));
      }
    }
    const log = logRegion(page);
    await expect(log.locator('script, img, iframe, b, i, style')).toHaveCount(
      0,
    );
    const links = await log
      .getByRole('link')
      .evaluateAll(all => all.map(link => link.getAttribute('href')));
    expect(links).toEqual(['https://example.com/a?b=']);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  test('cuts a line of two million characters, and shows the rest when asked', async ({
    page,
  }) => {
    await openLog(page, { run: 'torture', task: 'ansi', step: 'wide' });
    await expect(logLine(page, 3)).toContainText('after');
    const length = async () => (await drawnLines(page)).get(2)?.length ?? 0;
    expect(await length()).toBeLessThan(20_000);
    await logLine(page, 2)
      .getByRole('button', { name: /Show the rest/ })
      .click();
    await expect.poll(length).toBeGreaterThan(500_000);
    await expect(logLine(page, 2)).toContainText(
      'The rest is only in the download',
    );
  });

  test('is downloaded byte for byte', async ({ page }) => {
    const bytesOf = (lines: ReadonlyArray<string | Buffer>) =>
      Buffer.concat(
        lines.flatMap(line => [Buffer.from(line), Buffer.from('\n')]),
      );
    const download = async (what: RegExp) => {
      await page.getByRole('button', { name: 'Download' }).click();
      const started = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: what }).click();
      const file = await started;
      return {
        name: file.suggestedFilename(),
        bytes: readFileSync(await file.path()),
      };
    };

    await openLog(page, { run: 'torture', task: 'ansi', step: 'show' });
    await expect(logLine(page, 1)).toBeVisible();
    const raw = await download(/as it was written/);
    expect(raw.name).toBe('torture-ansi-1-show.log');
    expect(raw.bytes).toEqual(bytesOf(TORTURE.map(({ line }) => line)));
    const plain = await download(/without colours/);
    expect(plain.bytes.toString()).toBe(
      TORTURE.map(({ seen }) => `${seen}\n`).join(''),
    );
    const times = await download(/with times/);
    expect(times.bytes.toString()).toMatch(
      /^2026-10-05T09:30:00\.000Z plain\n2026-10-05T09:30:00\.001Z /,
    );

    await openLog(page, { run: 'places', task: 'build', step: 'test' });
    await expect(logLine(page, 1)).toBeVisible();
    const filesOf = (zip: Buffer) => {
      const files = unzip(zip);
      files.delete('logs.json');
      return Object.fromEntries(
        [...files].map(([name, bytes]) => [name, bytes.toString()]),
      );
    };
    const expectedFiles = (places: readonly (typeof PLACES)[number][]) =>
      Object.fromEntries(
        places.map(place => [
          `places-${place.task}-${place.attempt}-${place.step}.log`,
          bytesOf(placeLines(place)).toString(),
        ]),
      );
    const task = await download(/All steps of the task/);
    expect(task.name).toBe('places-build-logs.zip');
    expect(filesOf(task.bytes)).toEqual(
      expectedFiles(PLACES.filter(place => place.task === 'build')),
    );
    const run = await download(/All steps of the run/);
    expect(run.name).toBe('places-logs.zip');
    expect(filesOf(run.bytes)).toEqual(expectedFiles(PLACES));
  });
});

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

function computed(
  locator: ReturnType<Page['locator']>,
  property: string,
): Promise<string> {
  return locator.evaluate((element, name) => {
    const value = getComputedStyle(element).getPropertyValue(name);
    return name === 'font-weight' && Number(value) >= 600 ? 'bold' : value;
  }, property);
}
