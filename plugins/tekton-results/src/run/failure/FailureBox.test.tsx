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

import type { RunDetails } from 'backstage-plugin-tekton-results-common';
import { screen, waitFor, within } from '@testing-library/react';
import { checkoutRun, failedRun } from '../../__fixtures__';
import { failedApi, failedDetails, renderRun } from '../__testUtils__';

const PATH = `/${failedRun.cluster}/${failedRun.uid}`;
const ALIKE =
  'status=failed&f=pipeline%3Abuild-and-push&f=namespace%3Ashop&f=cluster%3Aexample';

function renderDetails(change: Partial<RunDetails>) {
  const api = failedApi();
  api.getRun.mockResolvedValue({ ...failedDetails, ...change });
  renderRun({ api });
  return api;
}

it('says what failed and by which rule, with the lines around the error', async () => {
  renderRun();
  const box = await screen.findByRole('region', { name: 'What went wrong' });

  expect(box).toHaveTextContent('Code or test');
  expect(box).toHaveTextContent('because of the exit code 1');
  expect(box).toHaveTextContent('Steppush');
  expect(box).toHaveTextContent('"step-push" exited with code 1: Error');
  expect(within(box).getByRole('link', { name: 'image' })).toHaveAttribute(
    'href',
    `${PATH}?task=image&attempt=1`,
  );
  expect(
    await within(box).findByRole('figure', { name: /Log of step push/ }),
  ).toHaveTextContent('denied: requested access to the resource is denied');
  expect(
    within(box).getByRole('link', { name: 'Open log at line 3' }),
  ).toHaveAttribute(
    'href',
    `${PATH}?tab=logs&task=image&attempt=1&step=push&lines=3`,
  );
  expect(
    within(box).getByRole('link', { name: 'Failed runs of build-and-push' }),
  ).toHaveAttribute('href', `/?${ALIKE}`);
});

it('leads to the last good run before it', async () => {
  const api = failedApi();
  api.listRuns.mockResolvedValue({ items: [checkoutRun] });
  renderRun({ api });

  expect(
    await screen.findByRole('link', { name: 'Last good run' }),
  ).toHaveAttribute('href', `/example/${checkoutRun.uid}`);
  expect(api.listRuns).toHaveBeenCalledWith(
    {
      cluster: 'example',
      namespace: 'shop',
      kinds: ['PipelineRun'],
      pipeline: ['build-and-push'],
      branch: ['main'],
      statuses: ['succeeded', 'completed'],
      to: failedRun.startedAt,
      sort: '-start',
      limit: 1,
    },
    expect.anything(),
  );
});

it('has no link to what is not there', async () => {
  const api = failedApi();
  api.listRuns.mockResolvedValue({ items: [] });
  api.getRun.mockResolvedValue({
    ...failedDetails,
    run: { ...failedRun, status: 'cancelled', reason: 'Cancelled' },
  });
  renderRun({ api });

  const box = await screen.findByRole('region', { name: 'Why it ended' });
  await waitFor(() => expect(api.listRuns).toHaveBeenCalled());
  expect(
    within(box).queryByRole('link', { name: /good run|Failed runs/ }),
  ).not.toBeInTheDocument();
});

describe('of a task of a PipelineRun', () => {
  const taskRun = {
    ...failedRun,
    kind: 'TaskRun' as const,
    uid: 'uid-of-image',
    ownerUid: failedRun.uid,
    task: 'image',
  };

  it('leads to runs like the PipelineRun', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue({ ...failedDetails, run: taskRun });
    api.findRuns.mockResolvedValue({ items: [failedRun], more: false });
    api.listRuns.mockResolvedValue({ items: [checkoutRun] });
    renderRun({ api });

    expect(
      await screen.findByRole('link', {
        name: 'Failed runs of build-and-push',
      }),
    ).toHaveAttribute('href', `/?${ALIKE}`);
    expect(
      await screen.findByRole('link', { name: 'Last good run' }),
    ).toHaveAttribute('href', `/example/${checkoutRun.uid}`);
    expect(api.listRuns).toHaveBeenCalledWith(
      expect.objectContaining({ kinds: ['PipelineRun'] }),
      expect.anything(),
    );
  });

  it('leads nowhere where the PipelineRun may not be seen', async () => {
    const api = failedApi();
    api.getRun.mockResolvedValue({ ...failedDetails, run: taskRun });
    api.findRuns.mockResolvedValue({ items: [], more: false });
    renderRun({ api });

    await waitFor(() => expect(api.findRuns).toHaveBeenCalled());
    const box = await screen.findByRole('region', { name: 'What went wrong' });
    expect(
      within(box).queryByRole('link', { name: /good run|Failed runs/ }),
    ).not.toBeInTheDocument();
    expect(api.listRuns).not.toHaveBeenCalled();
  });
});

it('leads to the log also where it cannot be read', async () => {
  const api = failedApi();
  api.listRunLogs = async () => {
    throw new Error('no');
  };
  renderRun({ api });

  expect(await screen.findByRole('link', { name: 'Open log' })).toHaveAttribute(
    'href',
    `${PATH}?tab=logs&task=image&attempt=1&step=push`,
  );
});

it('lists the other failures', async () => {
  renderDetails({
    failureCause: {
      ...failedDetails.failureCause!,
      others: [
        {
          class: 'platform',
          task: 'clone',
          uid: 'uid-of-clone',
          attempt: 1,
          message: 'The pod was evicted',
        },
      ],
    },
  });

  const others = (await screen.findByText('1 more task failed')).closest(
    'details',
  );
  expect(others).toHaveTextContent('Platform');
  expect(others).toHaveTextContent('The pod was evicted');
});

it('shows what a run that could not start was to run', async () => {
  const api = failedApi();
  api.getRun.mockResolvedValue({
    ...failedDetails,
    run: { ...failedRun, status: 'couldNotStart', reason: 'CouldntGetTask' },
    tasks: [],
    failureCause: {
      class: 'definition',
      decidedBy: 'reason',
      reason: 'CouldntGetTask',
      message: 'tasks "no-such-task" not found',
      others: [],
    },
  });
  api.getRunObject.mockResolvedValue({
    spec: { pipelineRef: { name: 'missing-task' } },
  });
  renderRun({ api });

  expect(
    await screen.findByRole('figure', { name: 'What it was to run' }),
  ).toHaveTextContent('name: missing-task');
  expect(
    screen.getByText('because of the reason CouldntGetTask'),
  ).toBeInTheDocument();
});

it('says that nobody saw the end, and what is not stored', async () => {
  renderDetails({
    run: { ...failedRun, status: 'incomplete' },
    failureCause: undefined,
    capture: {
      ...failedDetails.capture,
      lastSeenAt: '2026-11-21T05:08:43Z',
      gaps: [
        {
          what: 'logs',
          reason: 'the pod was gone',
          since: '2026-11-21T05:09:00Z',
        },
      ],
      annotationProblems: ['results.tekton.dev/result is no name'],
    },
  });

  expect(
    await screen.findByRole('region', { name: 'Its end was never seen' }),
  ).toHaveTextContent('Last seen in the cluster:');
  expect(screen.getByText('Logs of this run are missing')).toBeInTheDocument();
  expect(
    screen.getByText(/the pod was gone \(known since/),
  ).toBeInTheDocument();
  expect(
    screen.getByText('results.tekton.dev/result is no name'),
  ).toBeInTheDocument();
});

it('is not there for a run that went well', async () => {
  renderDetails({
    run: { ...failedRun, status: 'succeeded' },
    failureCause: undefined,
  });

  await screen.findByRole('heading', { name: 'Fix rounding of totals' });
  expect(
    screen.queryByRole('region', { name: 'What went wrong' }),
  ).not.toBeInTheDocument();
});
