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

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { madeUpRun, taskRunOf, uidOf, type MadeUpRun } from './madeUpRuns';
import { storeContent } from './processes';

const LINES_AT_ONCE = 10_000;
const FIRST_LINE_AT = Date.UTC(2026, 9, 5, 9, 30);

/** A log as it is stored, see `dev/storeLogs.ts` of the backend. */
export interface StoredLog {
  readonly run: string;
  readonly task: string;
  readonly attempt?: number;
  readonly step: string;
  /** Absent: there is no text. */
  readonly lines?: Iterable<string | Buffer>;
  readonly kind?: 'whole';
  readonly state?: 'stored' | 'partial' | 'neverCaptured' | 'expired';
  readonly cause?: string;
  readonly reason?: string;
  readonly segmentEnds?: readonly number[];
  readonly lost?: readonly number[];
  readonly missing?: readonly number[];
  readonly elsewhere?: string;
}

/** Fills a data directory with made-up runs and their logs. */
export async function storeLogs(options: {
  dataDirectory: string;
  /** Default: `example`. */
  cluster?: string;
  runs: ReadonlyArray<MadeUpRun & { readonly gone?: boolean }>;
  logs: readonly StoredLog[];
}): Promise<void> {
  const { dataDirectory, cluster, runs, logs } = options;
  const content = {
    cluster,
    runs: runs.flatMap(({ gone = true, ...run }) =>
      madeUpRun(run).map(object => ({ object, gone })),
    ),
    logs: logs.map(({ run, task, lines, ...log }, index) => ({
      ...log,
      run: uidOf(taskRunOf(run, task)),
      ...(lines && {
        file: writeLines(join(dataDirectory, `log-${index}.txt`), lines),
      }),
    })),
  };
  const file = join(dataDirectory, 'content.json');
  writeFileSync(file, JSON.stringify(content));
  await storeContent({ dataDirectory, file });
}

/** Writes lines as a cluster sends them: each with its time, a millisecond apart. */
function writeLines(file: string, lines: Iterable<string | Buffer>): string {
  const descriptor = openSync(file, 'w');
  let pending: Buffer[] = [];
  let at = FIRST_LINE_AT;
  const flush = () => {
    writeSync(descriptor, Buffer.concat(pending));
    pending = [];
  };
  for (const line of lines) {
    pending.push(
      Buffer.from(`${new Date(at).toISOString()} `),
      Buffer.from(line),
      Buffer.from('\n'),
    );
    at += 1;
    if (pending.length >= 3 * LINES_AT_ONCE) {
      flush();
    }
  }
  flush();
  closeSync(descriptor);
  return file;
}
