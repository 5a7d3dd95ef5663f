#!/usr/bin/env node
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

/*
 * `yarn bench <area>`: runs a benchmark, with a PostgreSQL and a SQLite file of
 * its own unless others are given, shows what it finds out, and keeps it.
 */
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from './lib/appBuild.mjs';
import { areasToRun, defaultRecords, UI_AREA } from './lib/bench/areas.mjs';
import { circumstancesNow } from './lib/bench/circumstances.mjs';
import { readFindings, tableText } from './lib/bench/figures.mjs';
import { isPartOf, resultFiles } from './lib/bench/resultFiles.mjs';
import { toldTables } from './lib/bench/toldTables.mjs';
import { runPlaywright } from './lib/browserTests.mjs';
import { findOrInstallChromium } from './lib/chromium.mjs';
import { run, runNode, stopCommands } from './lib/commands.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { onStopSignal } from './lib/processGroup.mjs';
import { root } from './lib/root.mjs';

const BENCH_TIMEOUT_MS = 3 * 60 * 60_000;
/** Where nothing is kept for long, and nothing is committed. */
const DEFAULT_OUT = join(root, 'node_modules/.cache/benchmarks');
const UI_TESTS = 'listSpeed.test.ts';

const HELP = `Measures the product, and upstream's tables and SQL on the same data.

  yarn bench api       both APIs over HTTP, and how long the server was blocked
  yarn bench filters   lists with filters
  yarn bench lists     lists, counts and facets of the native API
  yarn bench logs      logs of steps: capture, ranges of lines and search
  yarn bench retention removal of a fifth of all records, and lists meanwhile
  yarn bench soak      everything at once for a quarter of an hour
  yarn bench store     space, records that come in, lists, summaries, writes and
                       blocks of the event loop, by size
  yarn bench ui        the built app with ten thousand runs in a browser
  yarn bench watcher   from a cluster's events to rows, and lists anew
  yarn bench all       all of them one after the other; none stops the others

  --records N      how many records (200000; for retention alone 1000000); for
                   the watcher: events, of which a quarter as runs in the cluster;
                   for logs: five lines each, up to a million; for
                   the soak: runs, fifty a second (45000)
  --records N,N    for the store: several sizes, whose growth is told (10000,
                   100000,1000000 on PostgreSQL, for most of an hour, and 10000,
                   200000 on SQLite); elsewhere the largest
  --engines LIST   of postgres and sqlite (postgres,sqlite)
  --postgres URL   a database of a server that runs; what it holds is used
                   again if it has that many records (default: a new server);
                   the store makes databases of its own there
  --sqlite FILE    the same for SQLite (default: a new file)
  --out DIR        where tables, pictures and plans of queries are kept
                   (node_modules/.cache/benchmarks)
  --note TEXT      what was special, such as "beside other work"
`;

const OPTIONS = /** @type {const} */ ({
  records: { type: 'string' },
  engines: { type: 'string', default: 'postgres,sqlite' },
  postgres: { type: 'string' },
  sqlite: { type: 'string' },
  out: { type: 'string', default: DEFAULT_OUT },
  note: { type: 'string' },
  help: { type: 'boolean', default: false },
});

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: OPTIONS,
  });
  const areas = areasToRun(positionals);
  if (values.help || !areas) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-bench-'));
  const databases = new Databases(values, folder);
  const stop = async () => {
    await databases.close();
    await rm(folder, { recursive: true, force: true });
  };
  onStopSignal(async () => {
    await stopCommands();
    await stop();
  });
  /** @type {string[]} */
  const failures = [];
  try {
    for (const area of areas) {
      const failure = await runArea({
        area,
        isOneOfMany: areas.length > 1,
        values,
        databases,
        folder,
      });
      if (failure) {
        failures.push(`${area}: ${failure}`);
        // What it left half done would make the next ones fail, too.
        await databases.close();
      }
    }
  } finally {
    await stop();
  }
  failures.forEach(failure => console.error(`Failed: ${failure}`));
  return failures.length === 0 ? 0 : 1;
}

/** @returns {Promise<string | undefined>} why it failed */
async function runArea({ area, isOneOfMany, values, databases, folder }) {
  if (isOneOfMany) console.log(`\n# ${area}`);
  const circumstances = circumstancesNow();
  const findingsFile = join(folder, `${area}.jsonl`);
  await writeFile(findingsFile, '');
  let failure;
  try {
    failure =
      area === UI_AREA
        ? await benchUi(findingsFile)
        : await benchBackend({
            area,
            findingsFile,
            records: values.records ?? defaultRecords(area, { isOneOfMany }),
            databases,
          });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const findings = readFindings(await readFile(findingsFile, 'utf8'));
  findings.tables.forEach(table => console.log(`\n${tableText(table)}`));
  await keep(resolve(values.out), {
    area,
    findings,
    circumstances: {
      ...circumstances,
      versions: { ...circumstances.versions, ...findings.versions },
      note: values.note,
    },
  });
  return failure;
}

async function keep(out, results) {
  if (results.findings.tables.length === 0) return;
  await mkdir(out, { recursive: true });
  // Of a run before that had more of them.
  for (const name of await readdir(out)) {
    if (isPartOf(results.area, name)) await rm(join(out, name));
  }
  for (const [name, content] of resultFiles(results)) {
    await writeFile(join(out, name), content);
  }
  console.log(`Kept in ${join(out, `${results.area}.md`)}`);
}

async function benchBackend({ area, findingsFile, records, databases }) {
  const { ok, reason } = await runNode(
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'dev/benchmarks.ts',
      area,
      ...(records ? ['--records', records] : []),
      ...(await databases.args()),
      '--results',
      findingsFile,
    ],
    {
      cwd: join(root, 'plugins/tekton-results-backend'),
      show: true,
      timeoutMs: BENCH_TIMEOUT_MS,
    },
  );
  return ok ? undefined : reason;
}

/** The browser tests of the same measure already; what they tell is kept. */
async function benchUi(findingsFile) {
  const built = await buildApp();
  if (!built.ok) return `the app is not built, ${built.reason}`;
  const chromiumPath = await findOrInstallChromium(console.log);
  const { result, content } = await runPlaywright({
    chromiumPath,
    args: [UI_TESTS],
  });
  const entries = [
    { versions: { browser: await versionOf(chromiumPath) } },
    ...(content ? toldTables(content) : []).map(table => ({ table })),
  ];
  await appendFile(
    findingsFile,
    entries.map(entry => `${JSON.stringify(entry)}\n`).join(''),
  );
  return result.ok ? undefined : result.reason;
}

async function versionOf(program) {
  const { output } = await run([program, '--version']);
  // The scripts that start it may complain before.
  return output.trim().split('\n').pop();
}

/** Databases for one area after the other, started when the first one asks. */
class Databases {
  constructor({ engines, postgres, sqlite }, folder) {
    this.engines = engines.split(',');
    this.given = { postgres, sqlite };
    this.folder = folder;
    this.files = 0;
  }

  /** The arguments that name them. */
  async args() {
    const args = [];
    if (this.engines.includes('postgres')) {
      this.server ??= this.given.postgres ? undefined : await startPostgres();
      args.push(
        '--postgres',
        this.given.postgres ?? this.server.connectionString,
      );
    }
    if (this.engines.includes('sqlite')) {
      args.push(
        '--sqlite',
        this.given.sqlite ?? join(this.folder, `bench-${this.files}.sqlite`),
      );
    }
    return args;
  }

  /** Later areas get new ones. */
  async close() {
    const { server } = this;
    this.server = undefined;
    this.files += 1;
    await server?.stop();
  }
}

process.exit(await main());
