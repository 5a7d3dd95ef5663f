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
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkoutRun, failedRun, removedRun, runPin } from '../__fixtures__';
import {
  failedApi,
  failedDetails,
  renderRun,
  stubTextLayout,
  url,
} from './__testUtils__';

const PATH = `/${failedRun.cluster}/${failedRun.uid}`;
const heading = () =>
  screen.findByRole('heading', { name: 'Fix rounding of totals' });

function setHidden(hidden: boolean) {
  jest
    .spyOn(document, 'visibilityState', 'get')
    .mockReturnValue(hidden ? 'hidden' : 'visible');
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

beforeAll(stubTextLayout);

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('the head', () => {
  it('says what it is, how it stands and where it comes from', async () => {
    const api = failedApi();
    api.getRunObject.mockResolvedValue({
      spec: {
        taskRunTemplate: { serviceAccountName: 'builder' },
        timeouts: { pipeline: '1h0m0s' },
        pipelineRef: { resolver: 'git' },
      },
    });
    renderRun({ api });

    expect(await heading()).toHaveFocus();
    const facts = screen.getByLabelText('Facts');
    expect(facts).toHaveTextContent('checkout-build-d52299b');
    expect(facts).toHaveTextContent('Example cluster / shop');
    expect(await screen.findByText('resolved by git')).toBeInTheDocument();
    expect(screen.getByText('builder')).toBeInTheDocument();
    expect(screen.getByText('Time limit').parentElement).toHaveTextContent(
      /^Time limit1h$/,
    );
    expect(
      screen.getByText('its final state is not stored yet'),
    ).toBeInTheDocument();
    expect(document.title).toMatch(/^Fix rounding of totals/);
  });

  it('tells a task from the PipelineRun it belongs to, and leads there', async () => {
    const api = failedApi();
    api.getRun.mockImplementation(async ({ uid }) =>
      uid === failedRun.uid
        ? {
            ...failedDetails,
            run: {
              ...failedRun,
              kind: 'TaskRun',
              ownerUid: checkoutRun.uid,
              task: 'image',
            },
          }
        : { ...failedDetails, run: checkoutRun, failureCause: undefined },
    );
    api.findRuns.mockResolvedValue({ items: [checkoutRun], more: false });
    renderRun({ api });

    expect(
      await screen.findByRole('heading', {
        name: 'image · Fix rounding of totals',
      }),
    ).toBeInTheDocument();
    expect(document.title).toMatch(/^image · Fix rounding of totals/);
    const trail = screen.getByRole('navigation', { name: 'Breadcrumb' });
    await userEvent.click(
      await within(trail).findByRole('link', { name: 'Add health check' }),
    );
    expect(url()).toBe(`/example/${checkoutRun.uid}`);
    expect(api.findRuns).toHaveBeenCalledWith(
      { cluster: 'example', namespace: 'shop', uid: checkoutRun.uid },
      expect.anything(),
    );
  });

  it('leads to where else the run is shown', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue({
      ...failedDetails,
      links: [
        { title: 'Console', url: 'https://console.example.com/shop/run' },
        { title: 'Dashboard', url: 'https://dashboard.example.com/#/run' },
      ],
    });
    renderRun({ api });

    expect(
      await screen.findByRole('link', { name: 'Dashboard' }),
    ).toHaveAttribute('href', 'https://dashboard.example.com/#/run');
    expect(screen.getByText('Open in').parentElement).toHaveTextContent(
      /^Open inConsole\s*Dashboard$/,
    );
  });

  it('tells links of one title apart', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => {});
    const api = failedApi();
    api.getRun.mockResolvedValue({
      ...failedDetails,
      links: [
        { title: 'Console', url: 'https://one.example.com/run' },
        { title: 'Console', url: 'https://other.example.com/run' },
      ],
    });
    renderRun({ api });

    const links = await screen.findAllByRole('link', { name: 'Console' });
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      'https://one.example.com/run',
      'https://other.example.com/run',
    ]);
    const sameKey = expect.stringContaining('two children with the same key');
    expect(told.mock.calls).not.toContainEqual(
      expect.arrayContaining([sameKey]),
    );
  });

  it('compares its duration with what is usual', async () => {
    const api = failedApi();
    api.getStatistics.mockResolvedValue({
      total: 131,
      statuses: {},
      exact: true,
      pipelines: [],
      durations: { count: 131, p50Ms: 1_000, p95Ms: 2_000, maxMs: 3_000 },
    });
    renderRun({ api });

    expect(
      await screen.findByText('usually 1s (p50 of 131 runs)'),
    ).toBeInTheDocument();
    expect(screen.getByText('slower than p95')).toBeInTheDocument();
    expect(api.getStatistics).toHaveBeenCalledWith(
      {
        cluster: 'example',
        namespace: 'shop',
        pipeline: ['build-and-push'],
        kinds: ['PipelineRun'],
      },
      expect.anything(),
    );
  });

  it('copies what names the run', async () => {
    const user = userEvent.setup();
    const copy = jest.spyOn(navigator.clipboard, 'writeText');
    renderRun();
    await heading();

    await user.click(screen.getByRole('button', { name: 'Copy' }));
    await user.click(await screen.findByRole('menuitem', { name: 'UID' }));
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(copy).toHaveBeenCalledWith(failedRun.uid);
  });
});

describe('until when it is kept', () => {
  const keeping = {
    policy: 'a month',
    forever: false,
    expiresAt: '2126-12-20T12:00:00.000Z',
    unless: [],
  };

  async function factsWith(changes: object): Promise<HTMLElement> {
    const api = failedApi();
    api.getRun.mockResolvedValue({ ...failedDetails, ...changes });
    renderRun({ api });
    await heading();
    return screen.getByLabelText('Facts');
  }

  it('says which policy decides, and what may change that', async () => {
    const facts = await factsWith({
      keeping: {
        ...keeping,
        keepLast: { count: 3, per: 'branch' },
        unless: ['space', 'namespace'],
      },
    });
    expect(facts).toHaveTextContent(
      /Kept until ?Dec 20, 2126.*by the policy “a month”/,
    );
    expect(facts).toHaveTextContent('among the last 3 of its branch');
    expect(facts).toHaveTextContent('shorter if there is no space for it');
    expect(facts).toHaveTextContent('shorter if its namespace is deleted');
  });

  it('says that the next job removes what is older', async () => {
    const facts = await factsWith({
      keeping: { ...keeping, expiresAt: '2020-01-01T00:00:00.000Z' },
    });
    expect(facts).toHaveTextContent(/Kept until ?the next job/);
    expect(facts).not.toHaveTextContent(/longer|shorter/);
  });

  it('says that its age does not matter', async () => {
    const facts = await factsWith({
      keeping: { policy: 'releases', forever: true, unless: [] },
    });
    expect(facts).toHaveTextContent(
      /Kept until ?for ever ?by the policy “releases”/,
    );
  });

  it('does not say for ever where only no age was given', async () => {
    const facts = await factsWith({
      keeping: { policy: 'default', forever: false, unless: ['space'] },
    });
    expect(facts).toHaveTextContent(
      /Kept until ?any age ?by the policy “default”/,
    );
    expect(facts).not.toHaveTextContent('for ever');
  });

  it('says nothing where nothing is known', async () => {
    expect(await factsWith({})).not.toHaveTextContent('Kept until');
  });
});

describe('a pinned run', () => {
  it('says who keeps it and why, and can be unpinned', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue({
      ...failedDetails,
      pin: runPin,
      keeping: { policy: 'a month', unless: [] },
    });
    renderRun({ api });
    await heading();
    expect(screen.getByLabelText('Facts')).toHaveTextContent(
      /for ever: it is pinned.*evidence of the outage/,
    );
    expect(screen.getByLabelText('Facts')).not.toHaveTextContent('a month');

    api.getRun.mockResolvedValue(failedDetails);
    await userEvent.click(await screen.findByRole('button', { name: 'Unpin' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Unpin' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Pin' }),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Facts')).not.toHaveTextContent('for ever');
  });
});

describe('the tabs', () => {
  it.each([
    ['inputs', 'Inputs & outputs'],
    ['yaml', 'YAML'],
    ['events', 'Events'],
    ['related', 'Related'],
  ])('opens at %s', async (tab, name) => {
    renderRun({ query: `?tab=${tab}` });

    expect(await screen.findByRole('tab', { name })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('keeps the selected task and what it does not know', async () => {
    renderRun({ query: '?task=image&other=1' });
    await userEvent.click(await screen.findByRole('tab', { name: 'YAML' }));

    expect(url()).toBe(`${PATH}?task=image&other=1&tab=yaml`);
    await userEvent.click(screen.getByRole('tab', { name: 'Overview' }));
    expect(url()).toBe(`${PATH}?task=image&other=1`);
  });

  it('leads old links to the YAML', async () => {
    renderRun({ query: '/yaml?other=1' });

    expect(await screen.findByRole('tab', { name: 'YAML' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    expect(url()).toBe(`${PATH}?other=1&tab=yaml`);
  });
});

describe('a run that goes on', () => {
  const running = {
    ...failedDetails,
    failureCause: undefined,
    run: {
      ...failedRun,
      status: 'running' as const,
      completedAt: undefined,
      durationMs: undefined,
    },
  };

  it('is asked for again, and its end is told', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue(running);
    renderRun({ api });
    await heading();
    expect(screen.getByText('Checking every 5s')).toBeInTheDocument();

    api.getRun.mockResolvedValue({
      ...running,
      run: { ...running.run, status: 'succeeded' },
    });
    setHidden(true);
    expect(screen.getByText('Paused')).toBeInTheDocument();
    setHidden(false);
    expect(
      await screen.findByText('The run has ended: Succeeded'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Checking every 5s')).not.toBeInTheDocument();
  });

  it('says since when it cannot be asked for', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue(running);
    renderRun({ api });
    await heading();

    api.getRun.mockRejectedValue(new Error('Bad gateway'));
    setHidden(true);
    setHidden(false);
    expect(await screen.findByText(/Disconnected since/)).toBeInTheDocument();
    expect(screen.getByText(/What you see may be old/)).toBeInTheDocument();
  });
});

describe('a run that cannot be shown', () => {
  it('may never have been there, or be hidden: one text for both', async () => {
    const api = failedApi();
    api.getRun.mockRejectedValue(new NotFoundError('no'));
    api.findRuns.mockResolvedValue({
      items: [],
      more: false,
      absence: {
        oldestStart: '2026-06-03T08:00:00Z',
        failingClusters: [
          {
            cluster: 'example',
            title: 'Example cluster',
            since: '2026-11-21T05:00:00Z',
          },
        ],
      },
    });
    renderRun({ api });

    expect(
      await screen.findByText(
        'No such run is kept here, or you may not see it',
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/oldest run kept there .* Jun 3, 2026/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Example cluster has not been reached since/),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
      'href',
      '/',
    );

    api.getRun.mockResolvedValue(failedDetails);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await heading()).toBeInTheDocument();
  });

  it('says which policy has removed it, and what is still known', async () => {
    const api = failedApi();
    api.getRun.mockRejectedValue(new NotFoundError('no'));
    api.findRuns.mockResolvedValue({
      items: [],
      more: false,
      absence: {
        failingClusters: [],
        removed: [{ ...removedRun, uid: failedRun.uid }],
      },
    });
    renderRun({ api });

    expect(
      await screen.findByRole('heading', {
        name: 'PipelineRun checkout-build-26857d2 was removed',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/“short” removed it on Nov 21, 2026/),
    ).toBeInTheDocument();
    expect(screen.getByText('Succeeded')).toBeInTheDocument();
    expect(screen.queryByText(/No such run/)).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Runs of the namespace shop' }),
    ).toHaveAttribute('href', '/?f=namespace%3Ashop');
  });

  it('is hidden as soon as the user may not see it any more', async () => {
    const api = failedApi();
    renderRun({ api });
    await heading();

    api.getRun.mockRejectedValue(new NotAllowedError('no'));
    setHidden(true);
    setHidden(false);
    expect(
      await screen.findByRole('heading', { name: 'You may not see runs' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('Fix rounding of totals'),
    ).not.toBeInTheDocument();
  });

  it('says why it cannot be loaded', async () => {
    const api = failedApi();
    api.getRun.mockRejectedValueOnce(new Error('Bad gateway'));
    renderRun({ api });

    expect(await screen.findByText('Bad gateway')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await heading()).toBeInTheDocument();
  });
});

describe('the keys', () => {
  it('go from tab to tab', async () => {
    renderRun();
    await heading();

    await userEvent.keyboard('gr');
    expect(url()).toBe(`${PATH}?tab=related`);
    await userEvent.keyboard('gy');
    expect(url()).toBe(`${PATH}?tab=yaml`);
    await userEvent.keyboard('go');
    expect(url()).toBe(PATH);
  });

  it('act on also after the part with the focus was left', async () => {
    renderRun({ query: '?task=image' });
    const panel = await screen.findByRole('region', { name: 'Selected task' });
    act(() => within(panel).getByRole('button', { name: /Close/ }).focus());

    await userEvent.keyboard('gr');
    await waitFor(() =>
      expect(screen.getByRole('tab', { name: 'Related' })).toHaveFocus(),
    );
    await userEvent.keyboard('gi');
    expect(url()).toBe(`${PATH}?task=image&tab=inputs`);
  });

  it('go from failure to failure', async () => {
    renderRun();
    await heading();

    await userEvent.keyboard('f');
    expect(url()).toBe(`${PATH}?task=image`);
    expect(
      await screen.findByRole('region', { name: 'Selected task' }),
    ).toHaveTextContent('StepFailed');
    expect(screen.getByText('Failed task image')).toBeInTheDocument();
  });

  it('go to the older run, and say that there is no newer one', async () => {
    const api = failedApi();
    api.getRelatedRuns.mockResolvedValue({
      previous: checkoutRun,
      sameRevision: [],
      children: [],
      sameResult: [],
    });
    renderRun({ api });
    await heading();

    await userEvent.keyboard(']');
    expect(
      await screen.findByText('There is no newer run of this pipeline'),
    ).toBeInTheDocument();
    await userEvent.keyboard('[[');
    await waitFor(() => expect(url()).toBe(`/example/${checkoutRun.uid}`));
  });

  it('are listed, and can be turned off', async () => {
    renderRun();
    await heading();

    await userEvent.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keys' });
    expect(dialog).toHaveTextContent('older run of the same pipeline');
    await userEvent.click(
      within(dialog).getByRole('switch', {
        name: 'Single letters are shortcuts',
      }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: /close/i }),
    );
    act(() => screen.getByRole('tab', { name: 'Overview' }).focus());
    await userEvent.keyboard('gr');
    expect(url()).toBe(PATH);
  });
});
