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

import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import { checkoutRun, failedRun, fakeApi } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { PluginScreens } from '../screens';
import { RunList } from './RunList';

const run = (uid: string, rest: Partial<RunSummary> = {}): RunSummary => ({
  ...checkoutRun,
  uid,
  name: `run-${uid}`,
  source: { ...checkoutRun.source, title: undefined },
  ...rest,
});
const page = (...items: RunSummary[]) => ({
  items,
  total: { count: items.length, exact: true },
});

function Where() {
  return <output aria-label="URL">{useLocation().search}</output>;
}

async function renderList(
  options: { api?: ReturnType<typeof fakeApi>; path?: string } = {},
) {
  const { api = fakeApi(), path = '/' } = options;
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <PluginScreens>
        <RunList empty="No run at all" />
        <Where />
      </PluginScreens>
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );
  await screen.findByRole('heading', { name: 'Runs' });
  return api;
}

const url = () => screen.getByLabelText('URL').textContent;
const lastRequest = (api: ReturnType<typeof fakeApi>) =>
  api.listRuns.mock.calls.at(-1)[0];
const names = () =>
  within(screen.getByRole('table', { name: 'Runs' }))
    .getAllByRole('rowheader')
    .map(header => header.textContent);

// Typing and looking for roles take their time on a busy machine.
jest.setTimeout(30_000);

afterEach(() => {
  jest.useRealTimers();
});

describe('the filter', () => {
  it('is what the URL says', async () => {
    const api = await renderList({
      path: '/?q=retry&status=failed,timedOut&f=branch:main&f=label:app%3Dweb',
    });
    await screen.findByRole('table', { name: 'Runs' });
    expect(lastRequest(api)).toEqual({
      search: 'retry',
      statuses: ['failed', 'timedOut'],
      branch: ['main'],
      labels: ['app=web'],
      sort: '-start',
      limit: 25,
      tasks: true,
    });
    const chips = screen.getByRole('list', { name: 'Filters in use' });
    expect(
      within(chips)
        .getAllByRole('button')
        .map(chip => chip.textContent?.trim()),
    ).toEqual([
      '“retry”',
      'Failed',
      'Timed out',
      'Branch: main',
      'Label: app=web',
    ]);
  });

  it('loses one condition, or all', async () => {
    const api = await renderList({
      path: '/?status=failed&last=7d&f=branch:main&other=kept&cursor=c',
    });
    await screen.findByRole('table', { name: 'Runs' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove the filter Branch: main' }),
    );
    expect(url()).toBe('?other=kept&status=failed&last=7d');
    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(url()).toBe('?other=kept');
    await waitFor(() =>
      expect(lastRequest(api)).toEqual({
        sort: '-start',
        limit: 25,
        tasks: true,
      }),
    );
  });

  it('searches while somebody types, and at once on Enter', async () => {
    const api = await renderList();
    await userEvent.type(screen.getByRole('searchbox'), 'retry{Enter}');
    await waitFor(() => expect(lastRequest(api).search).toBe('retry'));
    expect(url()).toBe('?q=retry');
  });

  it('goes at once to the run whose uid is pasted', async () => {
    const api = await renderList();
    await userEvent.click(screen.getByRole('searchbox'));
    await userEvent.paste(failedRun.uid);
    await waitFor(() =>
      expect(api.findRuns).toHaveBeenCalledWith({ uid: failedRun.uid }),
    );
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('goes to the run whose uid is typed', async () => {
    const api = await renderList();
    await userEvent.type(
      screen.getByRole('searchbox'),
      `${failedRun.uid}{Enter}`,
    );
    await waitFor(() =>
      expect(api.findRuns).toHaveBeenCalledWith({ uid: failedRun.uid }),
    );
  });

  it('narrows to the commit that is pasted', async () => {
    const commit = '9f3c2ab0'.repeat(5);
    const api = await renderList({ path: '/?status=failed' });
    await userEvent.click(screen.getByRole('searchbox'));
    await userEvent.paste(commit);
    await waitFor(() => expect(lastRequest(api).revision).toEqual([commit]));
    expect(url()).toBe(`?f=revision%3A${commit}`);
  });

  it('offers statuses with how many runs have each', async () => {
    const api = fakeApi();
    api.listFacets.mockResolvedValue({
      facets: [
        {
          name: 'status',
          values: [
            { value: 'succeeded', count: 1200 },
            { value: 'failed', count: 3 },
          ],
          more: false,
          exact: true,
        },
      ],
    });
    await renderList({ api });
    expect(api.listFacets).not.toHaveBeenCalled();
    await userEvent.click(
      within(screen.getByRole('search')).getByRole('button', {
        name: 'Status',
      }),
    );

    expect(
      await screen.findByRole('checkbox', { name: 'Succeeded 1,200' }),
    ).not.toBeChecked();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Failed 3' }));
    await waitFor(() => expect(lastRequest(api).statuses).toEqual(['failed']));
  });

  it('adds a value that runs have, or any that is typed in', async () => {
    const api = fakeApi();
    api.listFacets.mockResolvedValue({
      facets: [
        {
          name: 'author',
          values: [{ value: 'a-lee', count: 7 }],
          more: true,
          exact: false,
        },
      ],
    });
    await renderList({ api });
    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    await userEvent.click(screen.getByRole('button', { name: 'Author' }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'a-lee 7+' }),
    );
    expect(
      screen.getByText('Only the newest runs were counted.'),
    ).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search values of Author' }),
      'b-new',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Filter by “b-new”' }),
    );
    await waitFor(() =>
      expect(lastRequest(api).author).toEqual(['a-lee', 'b-new']),
    );
  });

  it('adds a value of a label by its key', async () => {
    const api = fakeApi();
    api.listFacets.mockImplementation(async ({ facets: [name] }) => ({
      facets: [
        {
          name,
          values: [{ value: name === 'label' ? 'app' : 'web', count: 2 }],
          more: false,
          exact: true,
        },
      ],
    }));
    await renderList({ api });
    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    await userEvent.click(screen.getByRole('button', { name: 'Label' }));
    await userEvent.click(await screen.findByRole('button', { name: 'app' }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'web 2' }),
    );
    await waitFor(() => expect(lastRequest(api).labels).toEqual(['app=web']));
  });

  it('takes a span of time as it is, so that a link stays relative', async () => {
    const api = await renderList();
    await userEvent.click(screen.getByRole('button', { name: 'Any time' }));
    await userEvent.click(screen.getByRole('radio', { name: 'Last 7 days' }));
    expect(url()).toBe('?last=7d');
    await waitFor(() =>
      expect(Date.parse(lastRequest(api).from)).toBeLessThan(Date.now()),
    );
  });

  it('narrows to what a row shares with others', async () => {
    const api = await renderList();
    const [branch] = await screen.findAllByRole('button', {
      name: 'main, show only runs of this Branch',
    });
    await userEvent.click(branch);
    await waitFor(() => expect(lastRequest(api).branch).toEqual(['main']));
  });

  it('says what of the link it could not read', async () => {
    await renderList({ path: '/?status=nonsense&size=7&sort=Dauer' });
    expect(
      await screen.findByText(/status=nonsense, sort=Dauer, size=7/),
    ).toBeInTheDocument();
    expect(await screen.findByRole('table', { name: 'Runs' })).toBeVisible();
  });

  it('says that none matches, and what each condition takes away', async () => {
    const api = fakeApi();
    api.listRuns.mockImplementation(async ({ statuses, search }) => ({
      items: [],
      total: { count: statuses || !search ? 0 : 12, exact: true },
    }));
    await renderList({ api, path: '/?q=x&status=failed' });

    expect(
      await screen.findByRole('heading', { name: 'No run matches' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', {
        name: 'Remove the filter Failed 12 runs',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByText('No run at all')).not.toBeInTheDocument();
  });
});

describe('the order', () => {
  it('is chosen by the heads of columns, sent, kept in the URL and said', async () => {
    const api = await renderList();
    const head = await screen.findByRole('columnheader', { name: 'Duration' });
    expect(head).toHaveAttribute('aria-sort', 'none');
    expect(
      screen.getByRole('columnheader', { name: 'Started' }),
    ).toHaveAttribute('aria-sort', 'descending');

    await userEvent.click(within(head).getByRole('button'));
    expect(url()).toBe('?sort=-duration');
    await waitFor(() => expect(lastRequest(api).sort).toBe('-duration'));
    expect(head).toHaveAttribute('aria-sort', 'descending');
    await userEvent.click(within(head).getByRole('button'));
    expect(head).toHaveAttribute('aria-sort', 'ascending');
    expect(
      await screen.findByText('2 runs, shortest first'),
    ).toBeInTheDocument();

    await userEvent.selectOptions(screen.getByLabelText('Sort by'), '-start');
    expect(url()).toBe('');
  });
});

describe('while runs change', () => {
  async function renderChanging() {
    const api = fakeApi();
    api.listRuns.mockResolvedValue(
      page(run('b', { status: 'running', durationMs: undefined }), run('a')),
    );
    let told = 0;
    api.listChanges.mockImplementation(async ({ after }) => ({
      items: after
        ? [{ cluster: 'example', uid: 'b', changedAt: String(told++) }]
        : [],
      more: false,
      cursor: 'next',
      pollAfterMs: 10_000,
    }));
    jest.useFakeTimers();
    await renderList({ api });
    await screen.findByText('Checking every 10s');
    return api;
  }
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

  it('keeps rows in their places and shows how they stand', async () => {
    const api = await renderChanging();
    api.listRuns.mockResolvedValue(
      page(run('d'), run('c'), run('b', { status: 'failed' })),
    );
    await pass(10_000);

    expect(names()).toEqual([
      expect.stringContaining('run-b'),
      expect.stringContaining('run-a'),
    ]);
    expect(screen.getByRole('row', { name: /run-b/ })).toHaveTextContent(
      'Failed',
    );
    act(() => screen.getByRole('button', { name: '2 new runs' }).click());
    expect(names()).toEqual([
      expect.stringContaining('run-d'),
      expect.stringContaining('run-c'),
      expect.stringContaining('run-b'),
    ]);
    expect(
      screen.queryByRole('button', { name: /new run/ }),
    ).not.toBeInTheDocument();
  });

  it('asks what became of a run that the page has no more', async () => {
    const api = await renderChanging();
    api.listRuns.mockResolvedValue(page(run('a')));
    api.getRun.mockResolvedValue({ run: run('b', { status: 'timedOut' }) });
    await pass(10_000);

    expect(api.getRun).toHaveBeenCalledWith(
      { cluster: 'example', uid: 'b' },
      expect.anything(),
    );
    expect(screen.getByRole('row', { name: /run-b/ })).toHaveTextContent(
      'Timed out',
    );
  });

  it('does not ask for runs of a page that was left', async () => {
    const api = await renderChanging();
    api.listRuns.mockResolvedValue(page(run('c')));
    act(() => screen.getByRole('button', { name: 'Duration' }).click());
    await pass(0);

    expect(names()).toEqual([expect.stringContaining('run-c')]);
    expect(api.getRun).not.toHaveBeenCalled();
  });

  it('asks for the list only if something changed', async () => {
    const api = await renderChanging();
    const before = api.listRuns.mock.calls.length;
    api.listChanges.mockResolvedValue({
      items: [],
      more: false,
      cursor: 'next',
      pollAfterMs: 60_000,
    });
    await pass(10_000);
    expect(api.listChanges).toHaveBeenLastCalledWith(
      { after: 'next' },
      expect.anything(),
    );
    expect(api.listRuns).toHaveBeenCalledTimes(before);
    expect(screen.getByText('Checking every 1m')).toBeInTheDocument();
  });

  it('tells screen readers of new runs once in a while', async () => {
    const api = await renderChanging();
    api.listRuns.mockResolvedValue(page(run('c'), run('b'), run('a')));
    await pass(10_000);
    await pass(1);
    const said = () =>
      screen
        .getAllByRole('status')
        .map(({ textContent }) => textContent)
        .filter(Boolean);
    expect(said()).toEqual(['1 new run']);

    api.listRuns.mockResolvedValue(
      page(run('d'), run('c'), run('b'), run('a')),
    );
    api.listChanges.mockResolvedValue({
      items: [{ cluster: 'example', uid: 'd', changedAt: 'now' }],
      more: false,
      cursor: 'next',
      pollAfterMs: 60_000,
    });
    await pass(10_000);
    await pass(10_000);
    expect(said()).toEqual(['2 new runs']);
  });

  it('asks for nothing while nobody sees the page', async () => {
    const api = await renderChanging();
    const seen = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('hidden');
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(screen.getByText('Paused')).toBeInTheDocument();
    api.listChanges.mockClear();
    api.listRuns.mockClear();
    await pass(120_000);
    expect(api.listChanges).not.toHaveBeenCalled();

    seen.mockRestore();
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await pass(0);
    expect(api.listRuns).toHaveBeenCalledTimes(1);
    expect(api.listChanges).toHaveBeenCalledTimes(1);
  });

  it('says since when it knows nothing new, and asks again when told to', async () => {
    const api = await renderChanging();
    api.listChanges.mockRejectedValue(new Error('offline'));
    await pass(10_000);
    expect(screen.getByText(/^Disconnected since/)).toBeInTheDocument();

    api.listChanges.mockResolvedValue({
      items: [],
      more: false,
      cursor: 'next',
      pollAfterMs: 60_000,
    });
    act(() => screen.getByRole('button', { name: 'Try again' }).click());
    await pass(0);
    expect(screen.getByText('Checking every 1m')).toBeInTheDocument();
  });
});

describe('a row', () => {
  it('leads to the log of the step that failed', async () => {
    await renderList();
    expect(
      await screen.findByRole('link', { name: 'Open log' }),
    ).toHaveAttribute(
      'href',
      `/example/${failedRun.uid}?tab=logs&task=image&step=push`,
    );
  });

  it('tells its tasks, its place and how its duration compares', async () => {
    const api = fakeApi();
    api.listRuns.mockResolvedValue(
      page(
        run('a', {
          durationMs: 600_000,
          tasks: [
            { name: 'x', status: 'succeeded' },
            { name: 'y', status: 'failed' },
          ],
        }),
      ),
    );
    api.getStatistics.mockResolvedValue({
      total: 50,
      statuses: { succeeded: 45, failed: 5 },
      successRate: 0.9,
      durations: { count: 45, p50Ms: 60_000, p95Ms: 120_000, maxMs: 700_000 },
      exact: true,
      pipelines: [
        {
          pipeline: 'build-and-push',
          durations: {
            count: 45,
            p50Ms: 60_000,
            p95Ms: 120_000,
            maxMs: 700_000,
          },
        },
      ],
    });
    await renderList({ api });

    const row = await screen.findByRole('row', { name: /run-a/ });
    expect(
      within(row).getByRole('img', { name: '1 Succeeded, 1 Failed' }),
    ).toBeInTheDocument();
    expect(row).toHaveTextContent('Example cluster / shop');
    expect(await within(row).findByText('slower than p95')).toBeInTheDocument();
    expect(screen.getByText('90% succeeded')).toBeInTheDocument();
  });
});

describe('a list that does not come', () => {
  it('says so in place of the rows of another filter, and comes when asked again', async () => {
    const api = fakeApi();
    await renderList({ api });
    await screen.findByRole('table', { name: 'Runs' });

    api.listRuns.mockRejectedValueOnce(new Error('Not now'));
    await userEvent.type(screen.getByRole('searchbox'), 'retry{Enter}');
    expect(
      await screen.findByText('Runs could not be loaded'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: 'Runs' })).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Runs could not be loaded')).toBeNull();
  });

  it('says in words that it takes long', async () => {
    jest.useFakeTimers();
    const api = fakeApi();
    api.listRuns.mockReturnValue(new Promise(() => {}));
    await renderList({ api });
    expect(screen.queryByText(/longer than usual/)).toBeNull();
    await act(() => jest.advanceTimersByTimeAsync(10_000));
    expect(
      screen.getByText('Loading runs: this takes longer than usual.'),
    ).toBeInTheDocument();
  });
});

it.each([
  ['its run', /checkout-build-26857d2/, /checkout-build-26857d2/],
  ['the log of its failure', 'Open log', new RegExp(failedRun.name)],
])(
  'gives the focus back to the row when somebody returns from %s',
  async (_, opened, row) => {
    function RunScreen() {
      const navigate = useNavigate();
      return (
        <button type="button" onClick={() => navigate(-1)}>
          Back
        </button>
      );
    }
    renderInTestApp(
      <TestApiProvider apis={[[tektonResultsApiRef, fakeApi()]]}>
        <Routes>
          <Route path="/" element={<RunList empty={null} />} />
          <Route path="/:cluster/:uid" element={<RunScreen />} />
        </Routes>
      </TestApiProvider>,
    );
    await userEvent.click(await screen.findByRole('link', { name: opened }));
    await userEvent.click(await screen.findByRole('button', { name: 'Back' }));
    await waitFor(() =>
      expect(screen.getByRole('link', { name: row })).toHaveFocus(),
    );
  },
);

it('leads by keys to the search and from row to row', async () => {
  await renderList();
  const [first, second] = await screen.findAllByRole('link', {
    name: /checkout-build/,
  });
  act(() => second.focus());
  await userEvent.keyboard('k');
  expect(first).toHaveFocus();
  await userEvent.keyboard('kj');
  expect(second).toHaveFocus();
  await userEvent.keyboard('{ArrowUp}');
  expect(first).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  expect(second).toHaveFocus();
  await userEvent.keyboard('?');
  expect(screen.getByText('next, previous run')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(second).toHaveFocus());
  await userEvent.keyboard('/');
  expect(screen.getByRole('searchbox')).toHaveFocus();
  await userEvent.keyboard('jk');
  expect(screen.getByRole('searchbox')).toHaveValue('jk');
});

it('says that there is no run at all', async () => {
  const api = fakeApi();
  api.listRuns.mockResolvedValue(page());
  await renderList({ api });
  expect(await screen.findByText('No run at all')).toBeInTheDocument();
});

it('says that the user may see no run at all', async () => {
  const api = fakeApi();
  api.listRuns.mockRejectedValue(
    Object.assign(new Error('no'), { name: 'NotAllowedError' }),
  );
  await renderList({ api });
  expect(
    await screen.findByText(/no permission to see any run/),
  ).toBeInTheDocument();
  expect(screen.queryByRole('search')).not.toBeInTheDocument();
});

it('does not claim that there is no run where the user may not see all', async () => {
  const api = fakeApi();
  api.listRuns.mockResolvedValue({ ...page(), limited: true });
  await renderList({ api });
  expect(await screen.findByText('You see no run here')).toBeInTheDocument();
  expect(screen.queryByText('No run at all')).not.toBeInTheDocument();
});

it('does not call a run live whose cluster is not watched any more', async () => {
  const api = fakeApi();
  const health = await api.getHealth();
  api.getHealth.mockResolvedValue({ ...health, clusters: [] });
  api.listRuns.mockResolvedValue(
    page(run('a', { status: 'running', goneAt: undefined })),
  );
  await renderList({ api });
  expect(await screen.findByText('Not watched')).toBeInTheDocument();
  expect(
    screen.getByText(
      'Not watched any more, so shown as it stood last: example',
    ),
  ).toBeInTheDocument();
  expect(screen.queryByText('Live')).not.toBeInTheDocument();
});

describe('the notes', () => {
  it('say that the list is limited, and not by how much', async () => {
    const api = fakeApi();
    api.listRuns.mockResolvedValue({ ...page(run('a')), limited: true });
    await renderList({ api });
    expect(
      await screen.findByText('This list is limited to what you may see.'),
    ).toBeInTheDocument();
  });

  it('say since when runs are kept, if the filter reaches back further', async () => {
    const api = fakeApi();
    api.listRuns.mockImplementation(async ({ sort }) =>
      page(
        run('a', {
          startedAt:
            sort === 'start'
              ? new Date(Date.now() - 3_600_000).toISOString()
              : undefined,
        }),
      ),
    );
    await renderList({ api, path: '/?last=30d' });
    expect(
      await screen.findByText(/^The oldest run kept here that you may see/),
    ).toBeInTheDocument();
    expect(api.listRuns).toHaveBeenCalledWith(
      { sort: 'start', limit: 1 },
      expect.anything(),
    );
  });

  it('name the policy that removes what the filter reaches back to', async () => {
    const api = fakeApi();
    api.listRuns.mockResolvedValue({
      ...page(run('a')),
      kept: { policy: 'default', forMs: 7 * 86_400_000 },
    });
    await renderList({ api, path: '/?last=30d' });
    expect(
      await screen.findByText(
        /^Runs that ended before .* are removed \(policy “default”: 7d\)/,
      ),
    ).toBeInTheDocument();
  });

  it('name no policy if all that is asked for is kept', async () => {
    const api = fakeApi();
    api.listRuns.mockResolvedValue({
      ...page(run('a', { startedAt: '2020-01-01T00:00:00Z' })),
      kept: { policy: 'default', forMs: 60 * 86_400_000 },
    });
    await renderList({ api, path: '/?last=30d' });
    await waitFor(() =>
      expect(api.listRuns).toHaveBeenCalledWith(
        expect.objectContaining({ sort: 'start' }),
        expect.anything(),
      ),
    );
    expect(screen.queryByText(/are removed/)).not.toBeInTheDocument();
  });

  it('are not there if there is nothing to say', async () => {
    const api = await renderList({ path: '/?last=1h' });
    await screen.findByRole('table', { name: 'Runs' });
    await waitFor(() =>
      expect(api.listRuns).toHaveBeenCalledWith(
        expect.objectContaining({ sort: 'start' }),
        expect.anything(),
      ),
    );
    expect(
      screen.queryByRole('list', { name: 'About this list' }),
    ).not.toBeInTheDocument();
  });
});

it('marks runs that are pinned', async () => {
  const api = fakeApi();
  api.listRuns.mockResolvedValue(page(run('a', { pinned: true }), run('b')));
  await renderList({ api });
  const pinned = await screen.findByText('Pinned');
  expect(pinned).toHaveAttribute(
    'title',
    'No retention policy removes this run',
  );
  expect(pinned.closest('[role="row"]')).toHaveTextContent('run-a');
});

it('says between two runs when their cluster was not captured', async () => {
  const api = fakeApi();
  api.listRuns.mockResolvedValue(
    page(
      run('new', { startedAt: '2026-11-21T12:00:00Z' }),
      run('old', { startedAt: '2026-11-21T08:00:00Z' }),
    ),
  );
  const health = await api.getHealth();
  const [cluster] = health.clusters;
  api.getHealth.mockResolvedValue({
    ...health,
    clusters: [
      {
        ...cluster,
        outages: [
          { from: '2026-11-21T10:00:00Z', until: '2026-11-21T11:20:00Z' },
        ],
      },
    ],
  });
  await renderList({ api });

  const cell = await screen.findByRole('cell', {
    name: /^No capture on Example cluster from .*: runs that began and were deleted/,
  });
  const texts = screen.getAllByRole('row').map(row => row.textContent);
  const index = texts.indexOf(cell.textContent);
  expect(texts[index - 1]).toContain('run-new');
  expect(texts[index + 1]).toContain('run-old');
});
