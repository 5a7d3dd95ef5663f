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

import type { LokiReaderConfig } from '../../../logReadersConfig';
import { boundedText } from '../boundedText';
import { AnswerTooLongError, HttpSource } from '../HttpSource';
import type { LogReader, ReadLog, ReadRun } from '../LogReader';
import { nameLog, sortLogs, type LogSource } from '../nameLog';
import { readWindow, type ReadWindow } from '../readWindow';
import { CONTAINER_LABEL, linesQuery, POD_LABEL, sourcesQuery } from './logQl';
import { parseCounted, parseLines, type LokiLine } from './lokiAnswers';
import { LokiPager } from './LokiPager';

const MAX_PAGE_BYTES = 32 * 1024 * 1024;
const MAX_LIMIT = 100_000;
const NS_IN_MS = 1_000_000n;

/** Reads logs that others forward to a Loki as JSON, one object a line. */
export class LokiReader implements LogReader {
  readonly delayMs: number;
  private readonly config: LokiReaderConfig;
  private readonly source: HttpSource;
  private readonly now: () => number;

  constructor(config: LokiReaderConfig, options: { now?: () => number } = {}) {
    this.config = config;
    this.delayMs = config.forwarderDelay;
    this.now = options.now ?? Date.now;
    this.source = new HttpSource({
      name: 'Loki',
      ...config,
      headers: config.tenant ? { 'x-scope-orgid': config.tenant } : {},
    });
  }

  async read(
    run: ReadRun,
    options: { signal: AbortSignal },
  ): Promise<readonly ReadLog[]> {
    const window = readWindow(run, {
      forwarderDelayMs: this.config.forwarderDelay,
      now: this.now(),
    });
    if (!window) {
      return [];
    }
    const sources = await this.sourcesOf(run, { window, ...options });
    return sortLogs(
      run,
      sources.map(source => ({
        ...nameLog(run, source),
        bytes: ({ signal }: { signal: AbortSignal }) =>
          boundedText(this.pages(run, { source, window, signal }), {
            maxBytes: this.config.maxBytes,
          }),
      })),
    );
  }

  private async sourcesOf(
    run: ReadRun,
    options: { window: ReadWindow; signal: AbortSignal },
  ): Promise<LogSource[]> {
    const { window, signal } = options;
    const answer = await this.source.json({
      method: 'GET',
      path: '/loki/api/v1/query',
      query: {
        query: sourcesQuery(this.config, {
          namespace: run.namespace,
          uid: run.uid,
          seconds: Math.ceil((window.to - window.from) / 1000),
        }),
        time: String(BigInt(window.to) * NS_IN_MS),
      },
      maxBytes: MAX_PAGE_BYTES,
      signal,
    });
    const counted = parseCounted(answer);
    if (!counted) {
      throw this.source.unavailable('it answers otherwise than a Loki does');
    }
    return (
      counted
        .map(labels => ({
          pod: labels[POD_LABEL],
          container: labels[CONTAINER_LABEL],
        }))
        // It gives them in any order, which numbers of lines may depend on.
        .sort((a, b) => (a.pod ?? '').localeCompare(b.pod ?? ''))
    );
  }

  private async *pages(
    run: ReadRun,
    options: { source: LogSource; window: ReadWindow; signal: AbortSignal },
  ): AsyncGenerator<readonly string[], void, undefined> {
    const { source, window, signal } = options;
    const query = linesQuery(this.config, {
      namespace: run.namespace,
      uid: run.uid,
      ...source,
    });
    const pager = new LokiPager({
      start: BigInt(window.from) * NS_IN_MS,
      limit: this.config.pageSize,
    });
    for (;;) {
      const lines = await this.page(pager, { query, window, signal });
      const { texts, isLast, stuck } = pager.take(lines);
      yield texts;
      if (isLast) {
        return;
      }
      if (stuck) {
        if (pager.limit < this.config.pageSize || pager.limit >= MAX_LIMIT) {
          throw this.source.unavailable(
            `more lines have the same time than fit into one answer (${pager.limit})`,
          );
        }
        pager.limit = Math.min(pager.limit * 4, MAX_LIMIT);
      }
    }
  }

  /** A page; of long lines fewer are asked for. */
  private async page(
    pager: LokiPager,
    options: { query: string; window: ReadWindow; signal: AbortSignal },
  ): Promise<LokiLine[]> {
    const { query, window, signal } = options;
    try {
      const answer = await this.source.json({
        method: 'GET',
        path: '/loki/api/v1/query_range',
        query: {
          query,
          start: String(pager.start),
          // The end is left out.
          end: String(BigInt(window.to) * NS_IN_MS + 1n),
          limit: String(pager.limit),
          direction: 'forward',
        },
        maxBytes: MAX_PAGE_BYTES,
        signal,
      });
      const lines = parseLines(answer);
      if (!lines) {
        throw this.source.unavailable('it answers otherwise than a Loki does');
      }
      return lines;
    } catch (error) {
      if (error instanceof AnswerTooLongError && pager.limit > 1) {
        pager.limit = Math.ceil(pager.limit / 4);
        return this.page(pager, options);
      }
      throw error;
    }
  }
}
