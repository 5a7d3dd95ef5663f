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

import type {
  LogFollowEvent,
  LogLine,
} from 'backstage-plugin-tekton-results-common';

/** How the connection to a running step stands. */
export type FollowStatus = 'connecting' | 'following' | 'broken' | 'ended';

/** New lines are shown together, this often. */
const FLUSH_MS = 100;
const MAX_BATCH = 2_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** What {@link followLines} needs. */
export interface FollowLinesOptions {
  /** The first line that is wanted. */
  readonly from: number;
  readonly follow: (
    from: number,
    signal: AbortSignal,
  ) => AsyncIterable<LogFollowEvent>;
  readonly onLines: (lines: readonly LogLine[]) => void;
  readonly onStatus: (status: FollowStatus) => void;
  readonly signal: AbortSignal;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * Follows a running log until it has ended or the signal is aborted. A connection
 * that breaks is taken up again from the next line, later and later.
 */
export async function followLines(options: FollowLinesOptions): Promise<void> {
  const { follow, onLines, onStatus, signal } = options;
  const { wait = waitFor, now = Date.now } = options;
  let next = options.from;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    let batch: LogLine[] = [];
    let flushedAt = now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      flushedAt = now();
      if (batch.length > 0 && !signal.aborted) {
        const lines = batch;
        batch = [];
        onLines(lines);
      }
    };
    try {
      for await (const event of follow(next, signal)) {
        onStatus('following');
        retryMs = FIRST_RETRY_MS;
        if (event.type === 'line') {
          batch.push(event);
          next = event.number + 1;
          if (now() - flushedAt >= FLUSH_MS || batch.length >= MAX_BATCH) {
            flush();
          } else {
            timer ??= setTimeout(flush, FLUSH_MS);
          }
        } else if (event.type === 'end' && event.finished) {
          flush();
          onStatus('ended');
          return;
        } else if (event.type === 'end' && event.state === 'unavailable') {
          throw new Error(event.reason);
        }
      }
      flush();
    } catch {
      flush();
      if (!signal.aborted) {
        onStatus('broken');
      }
    }
    if (!signal.aborted) {
      await wait(retryMs, signal);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
