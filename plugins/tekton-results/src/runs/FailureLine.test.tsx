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
import type {
  RunLog,
  RunSummary,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import { act, screen, waitFor } from '@testing-library/react';
import { failedLogs, failedRun, fakeLogsApi, logOf } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { FailureLine } from './FailureLine';

type Api = jest.Mocked<TektonResultsLogsApi>;

function logsApi(logs = failedLogs): Api {
  const api = fakeLogsApi(logs);
  jest.spyOn(api, 'listRunLogs');
  return api as Api;
}

async function renderLine(api: Api, run: RunSummary = failedRun) {
  const { unmount } = renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api as never]]}>
      <FailureLine run={run} />
    </TestApiProvider>,
  );
  const link = await screen.findByRole('link', { name: 'Open log' });
  return { link, unmount };
}

afterEach(() => {
  delete (globalThis as Partial<typeof globalThis>).IntersectionObserver;
});

it('tells where a run failed, and leads to the line of the log that says why', async () => {
  const { link } = await renderLine(logsApi());

  expect(
    screen.getByText('Failed at image › push, exit code 1'),
  ).toBeInTheDocument();
  expect(
    await screen.findByText(/denied: requested access to the resource/),
  ).toBeInTheDocument();
  expect(link).toHaveAttribute(
    'href',
    expect.stringMatching(/\?tab=logs&task=image&attempt=1&step=push&lines=3$/),
  );
});

it('asks once for a log that does not change any more', async () => {
  const api = logsApi();
  const { unmount } = await renderLine(api);
  await screen.findByText(/denied: requested access/);
  unmount();
  await renderLine(api);
  expect(screen.getByText(/denied: requested access/)).toBeInTheDocument();
  expect(api.listRunLogs).toHaveBeenCalledTimes(1);
});

it.each<[string, RunLog]>([
  ['may not be read', logOf('image', 'push', { state: 'denied', lines: 0 })],
  ['is of another step', logOf('image', 'build')],
])('says nothing of a log that %s', async (_, log) => {
  const api = logsApi([{ log, text: () => 'error: secret' }]);
  const { link } = await renderLine(api);

  await waitFor(() => expect(api.listRunLogs).toHaveBeenCalled());
  await act(async () => {});
  expect(screen.queryByText(/secret/)).not.toBeInTheDocument();
  expect(link).toHaveAttribute(
    'href',
    expect.stringMatching(/task=image&step=push$/),
  );
});

it('asks for no log before the row is in view', async () => {
  let show = (_: boolean) => {};
  globalThis.IntersectionObserver = class {
    constructor(callback: (entries: object[]) => void) {
      show = isIntersecting => callback([{ isIntersecting }]);
    }
    observe() {}
    disconnect() {}
  } as never;
  const api = logsApi();
  await renderLine(api);
  act(() => show(false));
  expect(api.listRunLogs).not.toHaveBeenCalled();

  act(() => show(true));
  expect(
    await screen.findByText(/denied: requested access/),
  ).toBeInTheDocument();
});

it('asks for no log of a run that did not fail', async () => {
  const api = logsApi();
  await renderLine(api, { ...failedRun, status: 'cancelled' });
  expect(api.listRunLogs).not.toHaveBeenCalled();
});
