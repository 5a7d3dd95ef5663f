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
import type { RunDetails } from 'backstage-plugin-tekton-results-common';
import { configure, screen } from '@testing-library/react';
import { Route, Routes, useLocation } from 'react-router-dom';
import {
  failedLogs,
  failedRun,
  fakeApi,
  fakeLogsApi,
  namedTasks,
} from '../../__fixtures__';
import { tektonResultsApiRef } from '../../api';
import { PluginScreens } from '../../screens';
import { RunPage } from '../RunPage';

// The whole page takes its time where many tests run at once.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

/** The page of a run that failed in step "push" of task "image". */
export const failedDetails: RunDetails = {
  run: failedRun,
  tasks: namedTasks.map(({ task }) => task),
  failureCause: {
    class: 'code',
    decidedBy: 'exitCode',
    task: 'image',
    uid: 'uid-of-image',
    attempt: 1,
    step: 'push',
    exitCode: 1,
    reason: 'StepFailed',
    message: '"step-push" exited with code 1: Error',
    others: [],
  },
  capture: {
    result: 'shop/results/checkout',
    firstStoredAt: '2026-11-21T05:08:40.000Z',
    lastStoredAt: '2026-11-21T05:08:43.000Z',
  },
};

/** A backend with {@link failedDetails}. */
export function failedApi() {
  const api = { ...fakeApi(), ...fakeLogsApi(failedLogs) };
  api.getRun.mockResolvedValue(failedDetails);
  api.getRunObject.mockImplementation(async ({ uid }) => ({
    kind: uid === failedRun.uid ? 'PipelineRun' : 'TaskRun',
    metadata: { name: failedRun.name, uid },
    spec: { params: [{ name: 'revision', value: 'd52299b' }] },
  }));
  return api;
}

/** Shows the page of a run below a list. */
export function renderRun(
  options: { api?: ReturnType<typeof failedApi>; query?: string } = {},
) {
  const { api = failedApi(), query = '' } = options;
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <PluginScreens>
        <Routes>
          <Route path="/" element={<p>The list</p>} />
          <Route path="/:cluster/:uid/*" element={<RunPage />} />
        </Routes>
        <Where />
      </PluginScreens>
    </TestApiProvider>,
    {
      initialRouteEntries: [`/${failedRun.cluster}/${failedRun.uid}${query}`],
    },
  );
  return api;
}

/** Path and query of the URL. */
export function url(): string {
  return screen.getByLabelText('URL').textContent ?? '';
}

function Where() {
  const { pathname, search } = useLocation();
  return (
    <output aria-label="URL">
      {pathname}
      {search}
    </output>
  );
}
