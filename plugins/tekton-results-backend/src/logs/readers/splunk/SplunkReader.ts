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

import type { SplunkReaderConfig } from '../../../logReadersConfig';
import { boundedText } from '../boundedText';
import { HttpSource } from '../HttpSource';
import type { LogReader, ReadLog, ReadRun } from '../LogReader';
import { nameLog, sortLogs, type LogSource } from '../nameLog';
import { readWindow, type ReadWindow } from '../readWindow';
import { isSearchable, linesSearch, sourcesSearch } from './spl';
import { splunkSearch } from './splunkSearch';
import type { SplunkRows } from './splunkAnswers';

/** Reads logs that others forward to a Splunk. */
export class SplunkReader implements LogReader {
  readonly delayMs: number;
  private readonly config: SplunkReaderConfig;
  private readonly source: HttpSource;
  private readonly now: () => number;

  constructor(
    config: SplunkReaderConfig,
    options: { now?: () => number } = {},
  ) {
    this.config = config;
    this.delayMs = config.forwarderDelay;
    this.now = options.now ?? Date.now;
    this.source = new HttpSource({ name: 'Splunk', ...config });
  }

  async read(
    run: ReadRun,
    options: { signal: AbortSignal },
  ): Promise<readonly ReadLog[]> {
    const window = readWindow(run, {
      forwarderDelayMs: this.config.forwarderDelay,
      now: this.now(),
    });
    if (!window || ![run.namespace, run.uid].every(isSearchable)) {
      return [];
    }
    const { fields } = this.config;
    const sources: LogSource[] = [];
    const search = sourcesSearch(this.config, run);
    for await (const rows of this.rows(search, window, options.signal)) {
      for (const row of rows) {
        sources.push({
          pod: row[fields.pod],
          container: row[fields.container],
        });
      }
    }
    return sortLogs(
      run,
      sources.map(source => ({
        ...nameLog(run, source),
        bytes: ({ signal }: { signal: AbortSignal }) =>
          boundedText(this.lines(run, { source, window, signal }), {
            maxBytes: this.config.maxBytes,
          }),
      })),
    );
  }

  private async *lines(
    run: ReadRun,
    options: { source: LogSource; window: ReadWindow; signal: AbortSignal },
  ): AsyncGenerator<readonly string[], void, undefined> {
    const { source, window, signal } = options;
    const { messages } = this.config.fields;
    const { namespace, uid } = run;
    const search = linesSearch(this.config, { namespace, uid, ...source });
    for await (const rows of this.rows(search, window, signal)) {
      yield rows.map(row => messages.map(field => row[field]).join(''));
    }
  }

  private rows(
    search: string,
    window: ReadWindow,
    signal: AbortSignal,
  ): AsyncIterable<SplunkRows> {
    return splunkSearch(this.source, {
      search,
      window,
      pageSize: this.config.pageSize,
      timeoutMs: this.config.searchTimeout,
      signal,
    });
  }
}
