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

import { parseArgs } from 'util';
import { assertError } from '@backstage/errors';
import type { BenchOptions } from './bench/BenchOptions';
import { BenchReport } from './bench/BenchReport';
import { benchApi } from './bench/api/benchApi';
import { benchFilters } from './bench/filters/benchFilters';
import { benchLists } from './bench/lists/benchLists';
import { benchLogs } from './bench/logs/benchLogs';
import { benchRetention } from './bench/retention/benchRetention';
import { benchSoak } from './bench/soak/benchSoak';
import { benchStore } from './bench/store/benchStore';
import { benchWatcher } from './bench/watcher/benchWatcher';

/*
 * Runs one area for `yarn bench`, which tells its options, and shows and keeps
 * what is found out.
 */

const AREAS: Readonly<
  Record<string, (options: BenchOptions) => Promise<void>>
> = {
  api: benchApi,
  filters: benchFilters,
  lists: benchLists,
  logs: benchLogs,
  retention: benchRetention,
  soak: benchSoak,
  store: benchStore,
  watcher: benchWatcher,
};

const DEFAULT_RECORDS = 200_000;

/** Where it is another number than elsewhere. */
const OTHER_RECORDS: Readonly<Record<string, number>> = {
  retention: 1_000_000,
  // A quarter of an hour at fifty a second.
  soak: 45_000,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string' },
      postgres: { type: 'string' },
      sqlite: { type: 'string' },
      results: { type: 'string' },
    },
  });
  const [area = ''] = positionals;
  if (!Object.hasOwn(AREAS, area)) {
    throw new Error(`There is no area '${area}'`);
  }
  const { postgres, sqlite } = values;
  const sizes = values.records
    ?.split(',')
    .map(positiveInteger)
    .sort((a, b) => a - b);
  await AREAS[area]({
    records: sizes?.at(-1) ?? OTHER_RECORDS[area] ?? DEFAULT_RECORDS,
    sizes,
    databases: [
      ...(postgres
        ? [{ engine: 'postgres', connection: postgres } as const]
        : []),
      ...(sqlite ? [{ engine: 'sqlite', connection: sqlite } as const] : []),
    ],
    report: new BenchReport({ file: values.results }),
  });
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw new Error(`--records takes positive numbers, not '${text}'`);
  }
  return value;
}

main().then(
  () => process.exit(),
  error => {
    assertError(error);
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
