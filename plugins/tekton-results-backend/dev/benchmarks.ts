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
import { benchApi } from './bench/api/benchApi';
import { benchFilters } from './bench/filters/benchFilters';
import { benchLists } from './bench/lists/benchLists';
import { benchLogs } from './bench/logs/benchLogs';
import { benchRetention } from './bench/retention/benchRetention';
import { benchWatcher } from './bench/watcher/benchWatcher';

const HELP = `Measures the plugin against upstream's tables and SQL on the same data.

  yarn bench api       the Results API over HTTP
  yarn bench filters   lists with filters
  yarn bench lists     lists, counts and facets of the native API
  yarn bench logs      logs of steps: capture, ranges of lines and search
  yarn bench retention removal of a fifth of all records, and lists meanwhile
  yarn bench watcher   from a cluster's events to rows, and lists anew

  --records N      how many records (200000; for retention 1000000); for the
                   watcher: events, of which a quarter as runs in the cluster;
                   for logs: five lines each, up to a million
  --engines LIST   of postgres and sqlite (postgres,sqlite)
  --postgres URL   a database of a server that runs; what it holds is used
                   again if it has that many records (default: a new server)
  --sqlite FILE    the same for SQLite (default: a new file)
`;

const AREAS: Readonly<
  Record<string, (options: BenchOptions) => Promise<void>>
> = {
  api: benchApi,
  filters: benchFilters,
  lists: benchLists,
  logs: benchLogs,
  retention: benchRetention,
  watcher: benchWatcher,
};

/** Where it is another number than elsewhere. */
const DEFAULT_RECORDS: Readonly<Record<string, number>> = {
  retention: 1_000_000,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string' },
      engines: { type: 'string', default: 'postgres,sqlite' },
      postgres: { type: 'string', default: '' },
      sqlite: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const [area = ''] = positionals;
  if (values.help || !Object.hasOwn(AREAS, area)) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const engines = values.engines.split(',');
  const databases: BenchOptions['databases'] = [
    { engine: 'postgres', connection: values.postgres } as const,
    { engine: 'sqlite', connection: values.sqlite } as const,
  ].filter(({ engine }) => engines.includes(engine));
  const records = Number(values.records ?? DEFAULT_RECORDS[area] ?? 200_000);
  await AREAS[area]({ records, databases });
}

main().then(
  () => process.exit(),
  error => {
    assertError(error);
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
