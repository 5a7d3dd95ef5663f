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

import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { failedRun } from '../../__fixtures__';
import {
  at,
  attempt,
  executed,
  failedApi,
  failedDetails,
  renderRun,
  sampleTasks,
  url,
} from '../__testUtils__';

const PATH = `/${failedRun.cluster}/${failedRun.uid}`;

function sampleApi(tasks = sampleTasks()) {
  const api = failedApi();
  api.getRun.mockResolvedValue({
    ...failedDetails,
    run: {
      ...failedRun,
      startedAt: at(0),
      completedAt: at(50),
      durationMs: 50_000,
    },
    tasks,
    failureCause: undefined,
  });
  return api;
}
const grid = () =>
  screen.findByRole('treegrid', { name: 'Waterfall of the tasks' });
const panel = () => screen.findByRole('region', { name: 'Selected task' });

describe('the waterfall', () => {
  it('says in words what its bars show', async () => {
    renderRun({ api: sampleApi() });

    const rows = within(await grid()).getAllByRole('row');
    expect(rows.map(row => row.getAttribute('aria-label'))).toEqual([
      null,
      'clone, Succeeded, started 12:00:00 PM, 10s, of that 3s start-up, on critical path',
      'test, 2 of a matrix, Failed, 32s, on critical path',
      'test os=linux, Succeeded, started 12:00:12 PM, 10s, waited 2s, of that 2s start-up',
      'test os=mac, Failed, started 12:00:12 PM, 30s, waited 2s, of that 2s start-up, on critical path',
      'build, Succeeded, started 12:00:12 PM, 20s, waited 2s, of that 2s start-up',
      'build, Attempt 1, Failed, started 12:00:12 PM, 8s, of that 1s start-up',
      'build, Attempt 2, Succeeded, started 12:00:22 PM, 10s, of that 1s start-up',
      'deploy, Skipped',
      'notify, Succeeded, finally task, started 12:00:45 PM, 5s, of that 1s start-up, on critical path',
    ]);
    expect(screen.getByText('Critical path 47s of 50s')).toBeInTheDocument();
    expect(screen.getByText('Longest alone: clone 10s')).toBeInTheDocument();
  });

  it('is one stop for Tab; arrows go through it, Enter opens a task', async () => {
    renderRun({ api: sampleApi() });
    const rows = within(await grid()).getAllByRole('row');
    expect(rows.filter(row => row.tabIndex === 0)).toHaveLength(1);

    act(() => rows[1].focus());
    await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
    expect(
      within(await grid()).getByRole('row', { name: /matrix/ }),
    ).toHaveFocus();
    expect(
      screen.queryByRole('row', { name: /^test os=mac/ }),
    ).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}j{Enter}');
    expect(url()).toBe(`${PATH}?task=test%3A2`);
    expect(
      within(await panel()).getByRole('heading', { name: 'test os=mac' }),
    ).toHaveFocus();

    await userEvent.click(
      within(await panel()).getByRole('button', { name: 'Close the task' }),
    );
    expect(url()).toBe(PATH);
    expect(screen.getByRole('row', { name: /^test os=mac/ })).toHaveFocus();
  });

  it('opens an attempt, and shows only the time of its task', async () => {
    renderRun({ api: sampleApi() });
    await userEvent.click(
      within(await grid()).getByRole('row', { name: /Attempt 1/ }),
    );
    expect(url()).toBe(`${PATH}?task=build&attempt=1`);
    await userEvent.click(
      screen.getByRole('button', { name: 'Zoom to the task' }),
    );
    expect(url()).toBe(`${PATH}?task=build&attempt=1&zoom=task`);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the whole time' }),
    );
    expect(url()).toBe(`${PATH}?task=build&attempt=1`);
  });

  it('shows only some tasks', async () => {
    renderRun({ api: sampleApi() });
    await grid();
    await userEvent.selectOptions(
      screen.getByLabelText('Show'),
      'failed tasks',
    );

    expect(url()).toBe(`${PATH}?show=failed`);
    expect(within(await grid()).getAllByRole('row')).toHaveLength(2);
  });

  it('says that no task is like what is asked for', async () => {
    renderRun({
      api: sampleApi(sampleTasks().slice(0, 1)),
      query: '?show=failed',
    });
    expect(
      await screen.findByText('No task is like that.'),
    ).toBeInTheDocument();
  });

  it('draws only some of very many rows, but counts them all', async () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      executed(`task-${index}`, [
        attempt(1, {
          start: index,
          step: index + 1,
          stepEnd: index + 9,
          end: index + 9,
        }),
      ]),
    );
    renderRun({ api: sampleApi(many) });

    const table = await grid();
    expect(table).toHaveAttribute('aria-rowcount', '401');
    expect(within(table).queryAllByRole('row').length).toBeLessThan(150);
  });
});

describe('the table', () => {
  it('shows the same tasks with their steps', async () => {
    renderRun({ api: sampleApi(), query: '?view=table' });

    const table = await screen.findByRole('table', { name: 'Tasks' });
    expect(
      within(table)
        .getByRole('button', { name: 'Hide steps of test os=mac' })
        .closest('tr'),
    ).toHaveTextContent('Failed');
    expect(
      within(table).getByRole('row', { name: /deploy/ }),
    ).toHaveTextContent('When Expressions evaluated to false');
    expect(
      within(table).getByRole('row', { name: /notify/ }),
    ).toHaveTextContent('finally');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show steps of build' }),
    );
    expect(
      screen.getByRole('table', { name: 'Steps of build, attempt 1' }),
    ).toBeInTheDocument();
  });

  it('can be sorted, and selects as the waterfall does', async () => {
    renderRun({ api: sampleApi(), query: '?view=table' });
    const table = await screen.findByRole('table', { name: 'Tasks' });

    await userEvent.click(
      within(table).getByRole('button', { name: 'Duration' }),
    );
    expect(
      within(table).getAllByRole('columnheader', { name: 'Duration' })[0],
    ).toHaveAttribute('aria-sort', 'ascending');
    expect(url()).toBe(`${PATH}?view=table&order=duration`);

    await userEvent.click(within(table).getByRole('button', { name: 'clone' }));
    expect(await panel()).toHaveTextContent('clone');
    await userEvent.click(screen.getByRole('radio', { name: 'Waterfall' }));
    expect(url()).toBe(`${PATH}?order=duration&task=clone`);
    expect(
      within(await grid()).getByRole('row', { name: /^clone/ }),
    ).toHaveAttribute('aria-selected', 'true');
  });
});

describe('the panel of a task', () => {
  it('shows the attempt of the URL with its steps, inputs and conditions', async () => {
    const api = sampleApi();
    api.getRunObject.mockImplementation(async ({ uid }) =>
      uid === failedRun.uid
        ? {
            metadata: { uid },
            status: {
              pipelineSpec: {
                tasks: [
                  {
                    name: 'build',
                    when: [{ input: 'main', operator: 'in', values: ['main'] }],
                  },
                  {
                    name: 'image',
                    params: [{ value: '$(tasks.build.results.digest)' }],
                  },
                ],
              },
            },
          }
        : {
            kind: 'TaskRun',
            metadata: { uid },
            spec: { params: [{ name: 'target', value: 'all' }] },
            status: {
              results: [{ name: 'digest', value: 'sha256:1' }],
              taskSpec: { steps: [{ name: 'run', image: 'node:24' }] },
            },
          },
    );
    renderRun({ api, query: '?task=build&attempt=1' });

    const selected = await panel();
    expect(
      within(selected).getByRole('link', { name: 'Failed Attempt 1' }),
    ).toHaveAttribute('aria-current', 'true');
    expect(selected).toHaveTextContent('StepFailed');
    expect(
      within(selected).getByRole('link', { name: 'run: open log' }),
    ).toHaveAttribute('href', `${PATH}?task=build&attempt=1&tab=logs&step=run`);
    expect(
      within(selected).getByRole('link', { name: 'Open this TaskRun' }),
    ).toHaveAttribute('href', '/example/uid-build');
    expect(
      await within(selected).findByRole('table', { name: 'Parameters' }),
    ).toHaveTextContent('target');
    expect(
      within(selected).getByRole('table', { name: 'Results' }),
    ).toHaveTextContent('image');
    expect(
      within(selected).getByRole('table', { name: 'Images' }),
    ).toHaveTextContent('node:24');
    expect(selected).toHaveTextContent('"main" in "main"');
  });

  it('says why a task has nothing to show', async () => {
    renderRun({ api: sampleApi(), query: '?task=deploy' });
    expect(await panel()).toHaveTextContent(
      'The task was skipped, so it never became a run.',
    );
  });

  it('takes no focus when the page opens with it', async () => {
    renderRun({ api: sampleApi(), query: '?task=build' });
    await panel();
    expect(
      screen.getByRole('heading', { name: 'Fix rounding of totals' }),
    ).toHaveFocus();
  });

  it('is closed with Escape, which gives the focus back', async () => {
    renderRun({ api: sampleApi() });
    await userEvent.click(
      within(await grid()).getByRole('row', { name: /^clone/ }),
    );
    expect(
      within(await panel()).getByRole('heading', { name: 'clone' }),
    ).toHaveFocus();
    // Another task is chosen while it is open.
    await userEvent.click(screen.getByRole('row', { name: /^notify/ }));
    await userEvent.tab();
    expect(
      within(await panel()).getByRole('button', { name: 'Close the task' }),
    ).toHaveFocus();

    await userEvent.keyboard('{Escape}');
    expect(url()).toBe(PATH);
    expect(screen.getByRole('row', { name: /^notify/ })).toHaveFocus();
  });

  it('gives the focus back to a link that stands elsewhere', async () => {
    const api = sampleApi();
    const details = await api.getRun();
    api.getRun.mockResolvedValue({
      ...details,
      failureCause: { ...failedDetails.failureCause, task: 'build' },
    });
    renderRun({ api });
    const link = within(
      await screen.findByRole('region', { name: 'What went wrong' }),
    ).getByRole('link', { name: 'build' });
    await userEvent.click(link);
    await panel();

    await userEvent.keyboard('{Escape}');
    expect(link).toHaveFocus();
  });

  it.each([
    ['below the window', { top: 900, bottom: 1_300 }, 1],
    ['at its lower end', { top: 700, bottom: 1_300 }, 1],
    ['above it', { top: -50, bottom: 200 }, 1],
    ['in its upper half', { top: 100, bottom: 1_300 }, 0],
    ['seen as a whole', { top: 500, bottom: 760 }, 0],
  ])('%s is scrolled to when a link leads to it', async (_, rect, times) => {
    jest
      .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
      .mockReturnValue(rect as DOMRect);
    const scroll = jest.fn();
    Element.prototype.scrollIntoView = scroll;
    renderRun({ api: sampleApi(), query: '?task=build' });
    await panel();
    expect(scroll).toHaveBeenCalledTimes(times);

    // Who comes back from another part of the page is left where they are.
    scroll.mockClear();
    await userEvent.click(screen.getByRole('tab', { name: 'Related' }));
    scroll.mockClear();
    await userEvent.click(screen.getByRole('tab', { name: 'Overview' }));
    await panel();
    expect(scroll).not.toHaveBeenCalled();
  });
});
