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

import { readFile } from 'fs/promises';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { toError } from '@backstage/errors';
import { clusterName } from '../../cluster';
import { CLUSTER_NAME } from '../../config';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  fileSystemLogDriverFactory,
  LogDrivers,
} from '../../logs';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from '../exitCodes';
import { openArchive, type OpenArchive } from '../openArchive';
import { UsageError } from '../UsageError';
import type { ServerAccess } from './fetchJson';
import {
  IMPORT_HELP,
  parseImportArguments,
  type ImportArguments,
} from './parseImportArguments';
import { LogImporter } from './LogImporter';
import { waitFor, type RetryOptions } from './retry';
import { runImport } from './runImport';

/**
 * `tekton-results import`
 *
 * @returns the exit code
 */
export async function importCommand(argv: readonly string[]): Promise<number> {
  const options = parseImportArguments(argv, process.env);
  if (!options) {
    process.stdout.write(IMPORT_HELP);
    return EXIT_OK;
  }
  const access = await serverAccess(options);
  const archive = await openArchive({ configFiles: options.configFiles });
  try {
    return await runImport(options, {
      access,
      importer: archive.stores.importer,
      logs: options.logs ? await logImporter(archive) : undefined,
      cluster: chooseCluster(options.cluster, archive),
      progress: process.stderr,
      output: process.stdout,
      signal: stopSignal(),
      wait: waitFor,
    });
  } catch (error) {
    if (error instanceof UsageError) {
      throw error;
    }
    process.stderr.write(
      `${
        toError(error).message
      }\nWhat was copied stays; run it again to go on.\n`,
    );
    return EXIT_FAILED;
  } finally {
    await archive.close();
  }
}

/** With the configured driver if it needs no module, else in the database. */
async function logImporter({
  stores,
  config,
  problems,
}: OpenArchive): Promise<(retry: RetryOptions) => LogImporter> {
  const [mistake] = problems.filter(({ path }) =>
    path.startsWith('tektonResults.logs'),
  );
  if (mistake) {
    // Else what is secret might be stored.
    throw new UsageError(
      `--logs: mend the configuration first: ${mistake.path} ${mistake.message}`,
    );
  }
  const factories = [
    databaseLogDriverFactory({ objects: stores.logObjects }),
    fileSystemLogDriverFactory,
  ];
  const { logs } = config;
  const isThere = factories.some(({ name }) => name === logs.driver);
  if (!isThere) {
    process.stderr.write(
      `The log driver '${logs.driver}' is not part of this command; logs are copied into the database\n`,
    );
  }
  const { drivers } = await LogDrivers.create({
    driver: isThere ? logs.driver : 'database',
    config: logs.drivers,
    factories,
    logger: WinstonLogger.create({ level: 'warn' }),
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: logs.maxBytes, redact: logs.redact },
  });
  return retry =>
    new LogImporter({
      store: stores.logs,
      runs: stores.steward,
      archive,
      retry,
    });
}

async function serverAccess(options: ImportArguments): Promise<ServerAccess> {
  const { from, token, tokenFile, caFile, skipTLSVerify } = options;
  if (skipTLSVerify) {
    process.stderr.write(
      'Warning: --insecure-skip-tls-verify: whoever answers gets the token, and may send anything\n',
    );
  }
  return {
    url: from,
    token: async () =>
      tokenFile === undefined
        ? token
        : (await readNamedFile('--token-file', tokenFile)).trim(),
    tls: {
      ca: caFile && (await readNamedFile('--ca-file', caFile)),
      rejectUnauthorized: !skipTLSVerify,
    },
  };
}

async function readNamedFile(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${toError(error).message}`);
  }
}

/** History under a name that is none of a cluster could not be looked at. */
function chooseCluster(
  asked: string | undefined,
  { config, problems }: Pick<OpenArchive, 'config' | 'problems'>,
): string {
  for (const { path, message } of problems) {
    process.stderr.write(`Configuration: ${path} ${message}\n`);
  }
  const names = [
    ...config.clusters.map(({ name }) => name),
    ...config.kubernetes.clusters.map(({ name }) => clusterName(name)),
  ];
  const cluster = asked ?? names[0];
  if (cluster === undefined) {
    throw new UsageError(
      'The configuration names no cluster; say with --cluster whose history it is',
    );
  }
  if (
    names.length > 0 ? !names.includes(cluster) : !CLUSTER_NAME.test(cluster)
  ) {
    throw new UsageError(
      `--cluster must be ${
        names.length > 0
          ? `one of ${names.join(', ')}`
          : 'the name of a cluster'
      }, not '${cluster}'`,
    );
  }
  return cluster;
}

/** Aborted by the first Ctrl-C; the second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) {
      process.exit(EXIT_INTERRUPTED);
    }
    controller.abort();
    process.stderr.write('\nStopping after this page\n');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
