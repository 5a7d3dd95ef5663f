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

import { API_TOKEN } from './portalConfig.mjs';
import { until } from './until.mjs';

/** The example cluster plays its first runs for half a minute. */
const RUNS_TIMEOUT_MS = 120_000;

/** Read from stored objects, which a worker thread does. */
const SLOW_FILTER =
  'data.status.conditions[0].message.contains("Tasks Completed")';

/**
 * Asks the API of the plugin for what only works if all of the package is
 * there: migrations, its documents, the files of its threads.
 *
 * @param {string} url of the backend
 */
export async function checkApi(url) {
  const ask = requester(`${url}/api/tekton-results`);

  await ask('/v1/runs', { token: undefined, status: 401 });
  const run = await until(
    'a run of the example cluster',
    async () =>
      (
        await ask('/v1/runs?kind=PipelineRun&status=succeeded')
      ).items[0],
    { timeoutMs: RUNS_TIMEOUT_MS },
  );
  await until(
    'the capture to be well',
    async () => (await ask('/v1/health')).state === 'ok',
    { timeoutMs: RUNS_TIMEOUT_MS },
  );
  const filtered = await ask(
    `/v1/runs?${new URLSearchParams({ filter: SLOW_FILTER })}`,
  );
  require(filtered.items.length > 0, `no run matches ${SLOW_FILTER}`);
  await until(
    'a line of a log, found by a regular expression',
    async () =>
      (await searchLogs(ask, run)).some(({ type }) => type === 'match'),
    { timeoutMs: RUNS_TIMEOUT_MS },
  );
  const { paths } = await ask('/v1/openapi.json');
  require(paths['/v1/runs'] ?? paths['/runs'], 'openapi.json lacks the runs');
  const { records } = await ask(
    '/apis/results.tekton.dev/v1alpha2/parents/-/results/-/records',
  );
  require(records.length > 0, 'the Results API has no Records');
}

async function searchLogs(ask, { cluster, uid }) {
  const query = new URLSearchParams({ q: '[a-z]+', regex: 'true' });
  const lines = await ask(`/v1/runs/${cluster}/${uid}/logs/search?${query}`, {
    read: response => response.text(),
  });
  return lines
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}

function requester(base) {
  return async (path, options = {}) => {
    const {
      status = 200,
      token = 'token' in options ? undefined : API_TOKEN,
      read = response => response.json(),
    } = options;
    const response = await fetch(`${base}${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    if (response.status !== status) {
      throw new Error(
        `${path} was answered with ${
          response.status
        }: ${await response.text()}`,
      );
    }
    return read(response);
  };
}

function require(condition, problem) {
  if (!condition) throw new Error(problem);
}
