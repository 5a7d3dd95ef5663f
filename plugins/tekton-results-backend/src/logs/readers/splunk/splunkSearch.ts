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

import { setTimeout as sleep } from 'timers/promises';
import { AnswerTooLongError, type HttpSource } from '../HttpSource';
import type { ReadWindow } from '../readWindow';
import {
  parseJob,
  parseJobState,
  parseRows,
  type SplunkRows,
} from './splunkAnswers';

const JOBS_PATH = '/services/search/v2/jobs';
const FIRST_POLL_MS = 200;
const MAX_POLL_MS = 5_000;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
const MAX_ROWS = 10_000_000;
const CANCEL_TIMEOUT_MS = 5_000;

/**
 * Runs a search of Splunk: begins a job, waits until it is done, and reads its
 * rows page by page. At the end, whatever it is, the job is removed.
 *
 * @throws LogUnavailableError if it fails or takes too long
 */
export async function* splunkSearch(
  source: HttpSource,
  options: {
    search: string;
    window: ReadWindow;
    pageSize: number;
    timeoutMs: number;
    signal: AbortSignal;
  },
): AsyncGenerator<SplunkRows, void, undefined> {
  const { window, signal } = options;
  const job = parseJob(
    await source.json({
      method: 'POST',
      path: JOBS_PATH,
      query: { output_mode: 'json' },
      form: {
        search: options.search,
        earliest_time: String(Math.floor(window.from / 1000)),
        latest_time: String(Math.ceil(window.to / 1000)),
        max_count: String(MAX_ROWS),
      },
      maxBytes: MAX_PAGE_BYTES,
      signal,
    }),
  );
  if (job === undefined) {
    throw source.unavailable('it does not begin a search');
  }
  const path = `${JOBS_PATH}/${encodeURIComponent(job)}`;
  try {
    const rows = await waitUntilDone(source, { ...options, path });
    yield* pagesOf(source, { ...options, path, rows });
  } finally {
    await source
      .json({
        method: 'POST',
        path: `${path}/control`,
        query: { output_mode: 'json' },
        form: { action: 'cancel' },
        maxBytes: MAX_PAGE_BYTES,
        signal: AbortSignal.timeout(CANCEL_TIMEOUT_MS),
      })
      // Splunk removes it by itself after some minutes.
      .catch(() => undefined);
  }
}

/** @returns how many rows there are */
async function waitUntilDone(
  source: HttpSource,
  options: { path: string; timeoutMs: number; signal: AbortSignal },
): Promise<number> {
  const { path, timeoutMs, signal } = options;
  let waitedMs = 0;
  for (
    let pollMs = FIRST_POLL_MS;
    ;
    pollMs = Math.min(pollMs * 2, MAX_POLL_MS)
  ) {
    const state = parseJobState(
      await source.json({
        method: 'GET',
        path,
        query: { output_mode: 'json' },
        maxBytes: MAX_PAGE_BYTES,
        signal,
      }),
    );
    if (!state) {
      throw source.unavailable('it does not say how its search stands');
    }
    if (state.kind === 'done') {
      return state.rows;
    }
    if (state.kind === 'failed') {
      throw source.unavailable('its search failed', state.message);
    }
    if (waitedMs >= timeoutMs) {
      throw source.unavailable(
        `its search takes longer than ${
          timeoutMs / 1000
        } s: try again, or raise searchTimeout`,
        state.message,
      );
    }
    const waitMs = Math.min(pollMs, timeoutMs - waitedMs);
    await sleep(waitMs, undefined, { signal });
    waitedMs += waitMs;
  }
}

async function* pagesOf(
  source: HttpSource,
  options: {
    path: string;
    rows: number;
    pageSize: number;
    signal: AbortSignal;
  },
): AsyncGenerator<SplunkRows, void, undefined> {
  const { path, signal } = options;
  let count = options.pageSize;
  for (let offset = 0; offset < options.rows; ) {
    try {
      const rows = parseRows(
        await source.json({
          method: 'GET',
          path: `${path}/results`,
          query: {
            output_mode: 'json_rows',
            offset: String(offset),
            count: String(count),
          },
          maxBytes: MAX_PAGE_BYTES,
          signal,
        }),
      );
      // It may give fewer than asked for, by its own settings.
      if (!rows || rows.length === 0) {
        throw source.unavailable(
          `it gives ${offset} of ${options.rows} lines only`,
        );
      }
      yield rows;
      offset += rows.length;
    } catch (error) {
      if (!(error instanceof AnswerTooLongError) || count === 1) {
        throw error;
      }
      count = Math.ceil(count / 4);
    }
  }
}
