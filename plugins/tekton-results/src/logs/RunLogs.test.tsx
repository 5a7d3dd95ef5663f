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

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import type {
  LogFollowEvent,
  LogState,
  RunLog,
} from 'backstage-plugin-tekton-results-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router-dom';
import {
  failedLogs,
  failedRun,
  fakeLogsApi,
  logOf,
  namedTasks,
  type FakeLog,
} from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { Announcements } from '../page';
import type { LogsNavigation } from './LogsNavigation';
import { RunLogs } from './RunLogs';

// Roles of many rows take their time, more so beside other tests.
jest.setTimeout(60_000);

type Change = Parameters<LogsNavigation['linkTo']>[0];

/** The URL as the page of a run keeps it. */
function changed(params: URLSearchParams, change: Change) {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) {
      next.delete(name);
    } else if (value !== undefined) {
      next.set(name, String(value));
    }
  }
  if ('step' in change && !('lines' in change)) {
    next.delete('lines');
  }
  return next;
}

function LogsOfRun() {
  const [params, setParams] = useSearchParams();
  const navigation = useMemo(
    (): LogsNavigation => ({
      params,
      goTo: (change, options) =>
        setParams(old => changed(old, change), options),
      linkTo: change => `?${changed(params, change)}`,
    }),
    [params, setParams],
  );
  return (
    <>
      <RunLogs run={failedRun} tasks={namedTasks} location={navigation} />
      <output data-testid="url">{useLocation().search}</output>
      <Link to="?tab=logs&task=clone&find=Enumerating">to a search</Link>
      <Link to="?tab=logs&task=clone">to a log</Link>
    </>
  );
}

function renderLogs(
  options: {
    logs?: readonly FakeLog[];
    api?: Partial<ReturnType<typeof fakeLogsApi>>;
    query?: string;
  } = {},
) {
  const api = { ...fakeLogsApi(options.logs ?? failedLogs), ...options.api };
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <Announcements>
        <LogsOfRun />
      </Announcements>
    </TestApiProvider>,
    { initialRouteEntries: [`/?tab=logs${options.query ?? ''}`] },
  );
  return api;
}

const url = () => screen.getByTestId('url').textContent;
const inFind = async () => within(await screen.findByRole('search'));
const region = (name: string | RegExp) =>
  screen.findByRole('log', { name: name as string });

afterEach(() => {
  localStorage.clear();
  jest.restoreAllMocks();
});

describe('the steps', () => {
  it('are a list of links with status, and the failed one is open', async () => {
    renderLogs();
    const steps = await screen.findByRole('navigation', {
      name: 'Tasks and steps',
    });
    const push = within(steps).getByRole('link', { name: /Failed push/ });
    expect(push).toHaveAttribute('aria-current', 'true');
    expect(
      within(steps).getByRole('link', { name: /Succeeded clone/ }),
    ).toHaveAttribute('href', '/?tab=logs&task=clone&step=clone');
    expect(within(steps).getByText('deploy')).toBeInTheDocument();
    const log = await region('Log of image os=linux / push');
    await waitFor(() =>
      expect(log).toHaveTextContent(
        'denied: requested access to the resource is denied',
      ),
    );
  });

  it('open their log', async () => {
    renderLogs();
    await userEvent.click(await screen.findByRole('link', { name: /clone/ }));
    expect(
      await region('Log of Clone the repository / clone'),
    ).toHaveTextContent('remote: Enumerating objects: 412');
    expect(url()).toBe('?tab=logs&task=clone&step=clone');
  });

  it('have attempts to choose from', async () => {
    renderLogs({
      logs: [
        ...failedLogs.slice(0, 2),
        { log: logOf('image', 'push'), text: () => 'first' },
        { log: logOf('image', 'push', { attempt: 2 }), text: () => 'second' },
      ],
    });
    const attempts = await screen.findByRole('navigation', {
      name: 'Attempts',
    });
    expect(
      within(attempts).getByRole('link', { name: 'Attempt 2' }),
    ).toHaveAttribute('aria-current', 'true');
    expect(await screen.findAllByText('second')).not.toHaveLength(0);
    await userEvent.click(
      within(attempts).getByRole('link', { name: 'Attempt 1' }),
    );
    expect(await screen.findAllByText('first')).not.toHaveLength(0);
    expect(url()).toBe('?tab=logs&task=image&attempt=1&step=push');
  });

  it('say so when the one of a link is not there', async () => {
    renderLogs({ query: '&task=nonsense' });
    expect(
      await screen.findByText(/The step of this link is not there/),
    ).toBeInTheDocument();
  });
});

describe('the text', () => {
  it('is a list whose items tell their place, without any markup of the log', async () => {
    renderLogs({
      logs: [
        {
          log: logOf('clone', 'clone', { lines: 100_000 }),
          text: n => `<img src=x onerror=alert(1)> \u001b[31mline ${n}`,
        },
      ],
    });
    const log = await region(/clone/);
    expect(log).toHaveAttribute('aria-live', 'off');
    const line = (await within(log).findByText('line 2')).closest('li');
    expect(line).toHaveAttribute('aria-posinset', '2');
    expect(line).toHaveAttribute('aria-setsize', '100000');
    expect(line).toHaveTextContent('<img src=x onerror=alert(1)> line 2');
    expect(within(log).queryByRole('img')).not.toBeInTheDocument();
    expect(within(log).getAllByRole('listitem').length).toBeLessThan(100);
    expect(screen.getByText('100,000 lines')).toBeInTheDocument();
  });

  it('has levels and links', async () => {
    renderLogs();
    const log = await region(/push/);
    const line = (await within(log).findByText(/denied/)).closest('li');
    expect(
      within(line!).getByRole('img', { name: 'Error' }),
    ).toBeInTheDocument();
    expect(line).not.toHaveTextContent('::error::');
    await userEvent.click(screen.getByRole('link', { name: /clone/ }));
    const link = await screen.findByRole('link', {
      name: 'https://git.example.com/acme/checkout',
    });
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('shows the rest of a long line when asked', async () => {
    renderLogs({
      logs: [
        {
          log: logOf('clone', 'clone', { lines: 1 }),
          text: () => `${'x'.repeat(20_000)}END`,
        },
      ],
    });
    const log = await region(/clone/);
    expect(log).not.toHaveTextContent('END');
    await userEvent.click(
      await within(log).findByRole('button', {
        name: 'Show the rest (4 KiB)',
      }),
    );
    await waitFor(() => expect(log).toHaveTextContent('END'));
    expect(
      within(log).queryByRole('button', { name: /Show the rest/ }),
    ).not.toBeInTheDocument();
  });

  it('says when lines cannot be loaded, and tries again', async () => {
    const { getLogLines } = fakeLogsApi(failedLogs);
    const failing = jest
      .fn()
      .mockRejectedValueOnce(new Error('The store does not answer'))
      .mockImplementation(getLogLines);
    renderLogs({ api: { getLogLines: failing } });
    expect(
      await screen.findByText('The store does not answer'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/denied/)).toBeInTheDocument();
  });

  it('shows times in the way that is chosen, by key and by menu', async () => {
    renderLogs({ query: '&task=clone' });
    const log = await region(/clone/);
    await within(log).findByText('Cloning into /workspace/source');
    act(() => log.focus());
    await userEvent.keyboard('tt');
    expect(within(log).getByText('05:08:40.137')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Times (t)' }));
    await userEvent.click(
      await screen.findByRole('menuitemradio', {
        name: 'Since the line before',
      }),
    );
    expect(within(log).getAllByText('+0:00.137')).toHaveLength(2);
  });

  it('wraps by key and by button, but not while somebody types', async () => {
    renderLogs();
    const log = await region(/push/);
    const button = screen.getByRole('button', { name: 'Wrap lines (w)' });
    act(() => log.focus());
    await userEvent.keyboard('w');
    expect(button).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-pressed', 'false');
    await userEvent.keyboard('/w');
    expect(screen.getByRole('textbox', { name: 'Find' })).toHaveValue('w');
    expect(button).toHaveAttribute('aria-pressed', 'false');
  });
});

describe('links to lines', () => {
  it('mark, focus and announce the lines', async () => {
    renderLogs({ query: '&task=image&step=build&lines=2-3' });
    const log = await region(/build/);
    const two = await within(log).findByRole('button', { name: 'Line 2' });
    await waitFor(() => expect(two).toHaveFocus());
    expect(two).toHaveAttribute('aria-pressed', 'true');
    expect(within(log).getByRole('button', { name: 'Line 3' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(within(log).getByRole('button', { name: 'Line 4' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    expect(
      screen.getByText('Line 2 of image os=linux / build'),
    ).toBeInTheDocument();
  });

  it('lead into the middle of a long log', async () => {
    const api = fakeLogsApi(failedLogs);
    const getLogLines = jest.spyOn(api, 'getLogLines');
    renderLogs({ api, query: '&task=image&step=build&lines=4321' });
    expect(await screen.findByText('layer 4321 of 5000')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Line 4321' })).toHaveFocus();
    expect(
      getLogLines.mock.calls.every(([, request]) => request!.from! > 4_000),
    ).toBe(true);
  });

  it('say so when they lead beyond the end', async () => {
    renderLogs({ query: '&task=clone&lines=99' });
    expect(
      await screen.findByText(
        'The link leads to line 99, but the log ends with line 3.',
      ),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Line 3' })).toHaveFocus(),
    );
  });

  it('are made by a click on a number, and with Shift by a second one', async () => {
    const user = userEvent.setup();
    renderLogs({ query: '&task=image&step=build' });
    await user.click(await screen.findByRole('button', { name: 'Line 2' }));
    expect(url()).toBe('?tab=logs&task=image&step=build&lines=2');
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('button', { name: 'Line 5' }));
    await user.keyboard('{/Shift}');
    expect(url()).toBe('?tab=logs&task=image&step=build&lines=2-5');

    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy text' }));
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(writeText).toHaveBeenCalledWith(
      [2, 3, 4, 5].map(number => `layer ${number} of 5000`).join('\n'),
    );
    await user.click(screen.getByRole('button', { name: 'Unmark' }));
    expect(url()).toBe('?tab=logs&task=image&step=build');
  });

  it('are made with the keyboard', async () => {
    renderLogs({ query: '&task=image&step=build&lines=2' });
    const two = await screen.findByRole('button', { name: 'Line 2' });
    await waitFor(() => expect(two).toHaveFocus());
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'Line 3' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(url()).toMatch(/lines=3$/);
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(url()).toMatch(/lines=3-4$/);
    expect(
      screen
        .getAllByRole('button', { name: /^Line / })
        .filter(({ tabIndex }) => tabIndex === 0),
    ).toHaveLength(1);
  });
});

describe('find', () => {
  it('opens with Ctrl+F, and leaves the second one to the browser', async () => {
    renderLogs();
    const log = await region(/push/);
    act(() => log.focus());
    await userEvent.keyboard('{Control>}f{/Control}');
    const input = screen.getByRole('textbox', { name: 'Find' });
    expect(input).toHaveFocus();
    const second = new KeyboardEvent('keydown', {
      key: 'f',
      ctrlKey: true,
      bubbles: true,
      cancelable: true,
    });
    act(() => {
      input.dispatchEvent(second);
    });
    expect(second.defaultPrevented).toBe(false);
    await userEvent.keyboard('{Escape}');
    expect(input).not.toBeInTheDocument();
    expect(log).toHaveFocus();
  });

  it('counts, marks and goes around', async () => {
    renderLogs({ query: '&task=clone&find=IN' });
    const log = await region(/clone/);
    expect(
      await (await inFind()).findByText('3 matches in 2 lines'),
    ).toBeInTheDocument();
    expect(
      [...log.querySelectorAll('mark')].map(mark => mark.textContent),
    ).toEqual(['in', 'in', 'in']);
    const input = screen.getByRole('textbox', { name: 'Find' });
    await userEvent.type(input, '{Enter}');
    expect(
      (await inFind()).getByText('Line 1 of 2 (3 matches)'),
    ).toBeInTheDocument();
    await userEvent.type(input, '{Shift>}{Enter}{/Shift}');
    expect(
      (await inFind()).getByText('Line 2 of 2 (3 matches)'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Match case' }));
    expect(await (await inFind()).findByText('No match')).toBeInTheDocument();
    expect(url()).toBe('?tab=logs&task=clone&find=IN&findAs=case');
  });

  it('opens and closes with the links that are followed', async () => {
    renderLogs({ query: '&task=clone' });
    await userEvent.click(await screen.findByText('to a search'));
    const find = await inFind();
    expect(find.getByRole('textbox')).toHaveValue('Enumerating');
    await userEvent.click(screen.getByText('to a log'));
    expect(screen.queryByRole('search')).not.toBeInTheDocument();
  });

  it('stays open while its words are replaced', async () => {
    renderLogs({ query: '&task=clone&find=IN' });
    const box = (await inFind()).getByRole('textbox');
    await userEvent.clear(box);
    await waitFor(() => expect(url()).toBe('?tab=logs&task=clone'));
    await userEvent.type(box, 'remote');
    await waitFor(() => expect(url()).toBe('?tab=logs&task=clone&find=remote'));
  });

  it('looks through all steps, and goes to the log of a match', async () => {
    renderLogs({ query: '&task=image&step=push&find=ing%5Cb&findAs=regex' });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'In all steps of the run',
      }),
    );
    const clone = await screen.findByRole('link', {
      name: /clone.*2 matches/,
    });
    expect(clone).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous match' }),
    );
    expect(await region(/clone/)).toBeInTheDocument();
    expect(url()).toContain('task=clone');
    expect(url()).toContain('findIn=run');
  });

  it('shows only the lines with matches', async () => {
    renderLogs({
      query: '&task=image&step=build&find=layer%2049%5Cd%5Cd&findAs=regex',
    });
    await (await inFind()).findByText('100 matches in 100 lines');
    await userEvent.click(
      screen.getByRole('button', { name: 'Only matching lines' }),
    );
    const log = await region(/build/);
    expect(
      within(log).getAllByRole('button', { name: /^Line / })[0],
    ).toHaveAccessibleName('Line 4900');
    expect(log).toHaveTextContent('layer 4900 of 5000');
  });

  it('goes beyond the lines that are listed, both ways', async () => {
    renderLogs({ query: '&task=image&step=build&find=layer' });
    await (await inFind()).findByText('5,000 matches in 5,000 lines');
    const input = screen.getByRole('textbox', { name: 'Find' });
    const goesTo = async (keys: string, place: string, text: string) => {
      await userEvent.type(input, keys);
      expect(await (await inFind()).findByText(place)).toBeInTheDocument();
      const log = await region(/build/);
      await waitFor(() =>
        expect(
          log.querySelector('[class*=current]')?.closest('li'),
        ).toHaveTextContent(text),
      );
    };
    const back = '{Shift>}{Enter}{/Shift}';
    await goesTo('{Enter}', 'Line 1 of 5,000 (5,000 matches)', 'layer 1 of');
    await goesTo(back, 'Line 5,000 of 5,000 (5,000 matches)', 'layer 5000 of');
    await goesTo(back, 'Line 4,999 of 5,000 (5,000 matches)', 'layer 4999 of');
    await goesTo(
      '{Enter}',
      'Line 5,000 of 5,000 (5,000 matches)',
      'layer 5000',
    );
    await goesTo('{Enter}', 'Line 1 of 5,000 (5,000 matches)', 'layer 1 of');
  });

  it('counts one line as one', async () => {
    renderLogs({ query: '&task=clone&find=Enumerating' });
    expect(
      await (await inFind()).findByText('1 match in 1 line'),
    ).toBeInTheDocument();
    const input = screen.getByRole('textbox', { name: 'Find' });
    await userEvent.type(input, '{Enter}');
    expect(
      (await inFind()).getByText('Line 1 of 1 (1 match)'),
    ).toBeInTheDocument();
  });

  it('forgets a search that a mistake broke off', async () => {
    const { searchRunLogs } = fakeLogsApi(failedLogs);
    let brokenOff = false;
    renderLogs({
      query: '&task=clone&find=in&findAs=regex',
      api: {
        async *searchRunLogs(ref, request, options) {
          for await (const event of searchRunLogs(ref, request, options)) {
            if (request.query === 'in.') {
              yield event;
              // What comes fast is shown together.
              await new Promise(resolve => setTimeout(resolve, 150));
              yield event;
              await new Promise(resolve =>
                options?.signal?.addEventListener('abort', resolve),
              );
              brokenOff = true;
              return;
            }
            yield event;
          }
        },
      },
    });
    await (await inFind()).findByText('3 matches in 2 lines');
    const input = screen.getByRole('textbox', { name: 'Find' });
    await userEvent.type(input, '.');
    await (await inFind()).findByText('Searching… 4 matches in 2 lines');
    await userEvent.type(input, '(');
    await screen.findByRole('alert');
    expect(brokenOff).toBe(true);
    expect(
      (await inFind()).getByText('3 matches in 2 lines'),
    ).toBeInTheDocument();
  });

  it('marks a mistake, and keeps what was found before', async () => {
    renderLogs({ query: '&task=clone&find=in&findAs=regex' });
    await (await inFind()).findByText('3 matches in 2 lines');
    const input = screen.getByRole('textbox', { name: 'Find' });
    await userEvent.type(input, '(');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The regular expression is wrong at character 3',
    );
    expect(input).toBeInvalid();
    expect(
      (await inFind()).getByText('3 matches in 2 lines'),
    ).toBeInTheDocument();
  });
});

describe('a running step', () => {
  /** A step whose lines a test writes. */
  function runningStep() {
    const queue: LogFollowEvent[] = [];
    let wake = () => {};
    const nextWrite = (signal: AbortSignal) =>
      new Promise<void>(resolve => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve());
      });
    const asked: number[] = [];
    const log: FakeLog = {
      log: logOf('notify', 'send', {
        state: 'streaming',
        live: true,
        lines: 0,
        bytes: undefined,
      }),
      text: () => '',
      follow: async function* follow(from, signal) {
        asked.push(from);
        while (!signal.aborted) {
          const event = queue.shift();
          if (event) {
            yield event;
          } else {
            await nextWrite(signal);
          }
        }
      },
    };
    return {
      log,
      asked,
      write: (...events: LogFollowEvent[]) => {
        queue.push(...events);
        act(() => wake());
      },
    };
  }

  it('is followed, and asked for again when it has ended', async () => {
    const step = runningStep();
    const stored: FakeLog = {
      log: logOf('notify', 'send', { lines: 2 }),
      text: number => `line ${number}`,
    };
    const logs = [step.log];
    const running = fakeLogsApi(logs);
    const api = { ...running };
    api.listRunLogs = jest
      .fn()
      .mockImplementationOnce(running.listRunLogs)
      .mockImplementation(fakeLogsApi([stored]).listRunLogs);
    renderLogs({ api });
    expect(
      await screen.findByText(/The step has written nothing yet/),
    ).toBeInTheDocument();
    step.write(
      { type: 'line', number: 1, text: 'line 1' },
      { type: 'line', number: 2, text: 'line 2' },
    );
    expect(await screen.findByText('line 2')).toBeInTheDocument();
    expect(screen.getByText('2 lines')).toBeInTheDocument();
    expect(step.asked).toEqual([1]);
    step.write({ type: 'end', finished: true, state: 'stored' });
    expect(await screen.findByText(/^Stored/)).toBeInTheDocument();
    expect(screen.getByText('line 2')).toBeInTheDocument();
  });

  it('stays in view while it is being stored', async () => {
    const step = runningStep();
    const running = fakeLogsApi([step.log]);
    const ended = fakeLogsApi([
      {
        log: { ...step.log.log, state: 'notYet', live: false },
        text: () => '',
      },
    ]);
    const listRunLogs = jest
      .fn()
      .mockImplementationOnce(running.listRunLogs)
      .mockImplementation(ended.listRunLogs);
    renderLogs({ api: { ...running, listRunLogs } });
    await screen.findByText(/The step has written nothing yet/);
    step.write(
      { type: 'line', number: 1, text: 'line 1' },
      { type: 'end', finished: true, state: 'notYet' },
    );
    expect(
      await screen.findByText('The log is being stored'),
    ).toBeInTheDocument();
    expect(screen.getByText('line 1')).toBeInTheDocument();
  });

  it('says so if less of it was stored than was seen', async () => {
    const step = runningStep();
    const running = fakeLogsApi([step.log]);
    const stored = fakeLogsApi([
      { log: logOf('notify', 'send', { lines: 1 }), text: () => 'line 1' },
    ]);
    const listRunLogs = jest
      .fn()
      .mockImplementationOnce(running.listRunLogs)
      .mockImplementation(stored.listRunLogs);
    renderLogs({ api: { ...running, listRunLogs } });
    await screen.findByText(/The step has written nothing yet/);
    step.write(
      { type: 'line', number: 1, text: 'line 1' },
      { type: 'line', number: 2, text: 'line 2' },
      { type: 'end', finished: true, state: 'stored' },
    );
    expect(
      await screen.findByText(
        'While the step was running there were 2 lines. Fewer are stored.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('line 2')).not.toBeInTheDocument();
  });
});

describe('what cannot be shown', () => {
  it.each<[LogState, Partial<RunLog>, RegExp]>([
    ['neverCaptured', { cause: 'stepNeverStarted' }, /step never started/],
    ['neverCaptured', { cause: 'podGone' }, /pod was gone too early/],
    ['neverCaptured', { cause: 'captureOff' }, /not captured here/],
    ['neverCaptured', { cause: 'customRun' }, /keeps no log/],
    ['expired', { cause: 'policy', reason: 'Kept for 30 days' }, /removed/],
    ['denied', {}, /may not read this log/],
    ['unavailable', { reason: 'Request 4711' }, /cannot be reached/],
    ['notYet', {}, /being stored/],
  ])('is explained for %s %j', async (state, change, title) => {
    renderLogs({
      logs: [{ log: logOf('image', 'push', { state, ...change }) }],
    });
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('log')).not.toBeInTheDocument();
    // What has no reason of its own says all in its title.
    expect(screen.getByText(change.reason ?? title)).toBeInTheDocument();
  });

  it('is marked where it is missing', async () => {
    renderLogs({
      logs: [
        {
          log: logOf('clone', 'clone', {
            state: 'partial',
            cause: 'podGone',
            reason: 'Capture stopped at 12:44:10: pod evicted',
          }),
          text: number => `line ${number}`,
        },
      ],
    });
    const items = within(await region(/clone/)).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.anything(),
      expect.anything(),
      expect.anything(),
      'A part of this log is missing. The capture stopped before the end of the log. Capture stopped at 12:44:10: pod evicted',
    ]);
  });

  it('is named where it could not be searched', async () => {
    const gone = logOf('image', 'push', { state: 'expired', cause: 'policy' });
    const never = logOf('deploy', 'apply', {
      state: 'neverCaptured',
      cause: 'stepNeverStarted',
    });
    const logs = [
      { log: logOf('clone', 'clone'), text: () => 'a needle' },
      { log: gone },
      { log: never },
    ];
    const { searchRunLogs } = fakeLogsApi(logs);
    renderLogs({
      logs,
      api: {
        async *searchRunLogs(...request) {
          for await (const event of searchRunLogs(...request)) {
            yield event.type === 'end'
              ? { ...event, complete: false, reason: 'Removed' }
              : event;
          }
        },
      },
      query: '&find=needle&findIn=run',
    });
    expect(
      await (await inFind()).findByText(/Not searched, or not to the end/),
    ).toHaveTextContent(
      /^Not searched, or not to the end: image os=linux \/ push\. Removed$/,
    );
  });

  it('is marked where lines are lost, and keeps the numbers of the others', async () => {
    const log = logOf('clone', 'clone', {
      state: 'partial',
      cause: 'bytesMissing',
      reason: 'The place where it was kept has lost it',
      lines: 3,
      lastLine: 6,
    });
    renderLogs({
      logs: [{ log, text: () => '' }],
      api: {
        getLogLines: async () => ({
          items: [1, 5, 6].map(number => ({ number, text: `line ${number}` })),
        }),
      },
    });
    const items = within(await region(/clone/)).getAllByRole('listitem');
    await waitFor(() =>
      expect(items.map(({ textContent }) => textContent)).toEqual([
        '1line 1',
        '2Lines 2 to 4 are lost',
        '3Lost',
        '4Lost',
        '5line 5',
        '6line 6',
        'A part of this log is lost. The place where it was kept does not have it any more.',
      ]),
    );
    expect(screen.getByText('3 lines are left of 6')).toBeInTheDocument();
  });

  it('tells why no step ever started', async () => {
    renderLogs({
      logs: [
        {
          log: {
            ...logOf('image', undefined, {
              state: 'neverCaptured',
              cause: 'stepNeverStarted',
            }),
            why: {
              conditions: [
                { type: 'Succeeded', reason: 'TaskRunImagePullFailed' },
              ],
              events: [
                { reason: 'Failed', message: 'no such image', count: 4 },
              ],
            },
          },
        },
      ],
    });
    expect(
      await screen.findByText('TaskRunImagePullFailed'),
    ).toBeInTheDocument();
    expect(screen.getByText('no such image')).toBeInTheDocument();
    expect(screen.getByText('(4 times)')).toBeInTheDocument();
  });

  it('is said of an empty log', async () => {
    renderLogs({
      logs: [{ log: logOf('clone', 'clone', { lines: 0 }), text: () => '' }],
    });
    expect(
      await screen.findByText('The step ended without writing a line.'),
    ).toBeInTheDocument();
  });

  it('is said of all logs of a run', async () => {
    const listRunLogs = jest.fn().mockRejectedValue(new NotAllowedError('no'));
    renderLogs({ api: { listRunLogs } });
    expect(
      await screen.findByRole('heading', { name: /may not read this log/ }),
    ).toBeInTheDocument();
  });

  it('is said of a run without tasks', async () => {
    renderLogs({ logs: [] });
    expect(
      await screen.findByRole('heading', { name: 'There are no logs' }),
    ).toBeInTheDocument();
  });

  it('can be asked for again', async () => {
    const { listRunLogs } = fakeLogsApi(failedLogs);
    const failing = jest
      .fn()
      .mockRejectedValueOnce(new NotFoundError('It is not there'))
      .mockImplementation(listRunLogs);
    renderLogs({ api: { listRunLogs: failing } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await region(/push/)).toBeInTheDocument();
  });
});

it('goes from failure to failure', async () => {
  renderLogs({ query: '&task=clone' });
  const log = await region(/clone/);
  act(() => log.focus());
  await userEvent.keyboard('f');
  expect(await region(/push/)).toBeInTheDocument();
  expect(url()).toBe('?tab=logs&task=image&step=push');
  expect(
    screen.queryByRole('button', { name: 'Next failure (f)' }),
  ).not.toBeInTheDocument();
});

it('saves the log as a file, as it is or as plain text', async () => {
  const saved: Array<{ name: string; blob: Blob }> = [];
  const blobs: Blob[] = [];
  URL.createObjectURL = jest.fn(blob => `blob:${blobs.push(blob as Blob)}`);
  URL.revokeObjectURL = jest.fn();
  jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(function click(this: HTMLAnchorElement) {
      saved.push({ name: this.download, blob: blobs[blobs.length - 1] });
    });
  const api = fakeLogsApi(failedLogs);
  const downloadLog = jest.spyOn(api, 'downloadLog');
  renderLogs({ api, query: '&task=clone' });
  await region(/clone/);
  await userEvent.click(screen.getByRole('button', { name: 'Download' }));
  await userEvent.click(
    await screen.findByRole('menuitem', { name: /with times/ }),
  );
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0].name).toBe('checkout-build-d52299b-clone-1-clone.log');
  expect(downloadLog).toHaveBeenLastCalledWith(
    expect.objectContaining({ container: 'step-clone', attempt: 1 }),
    { timestamps: true },
  );
});
