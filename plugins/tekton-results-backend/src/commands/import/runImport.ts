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

import type { ResultImporter } from '../../store';
import { EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exitCodes';
import type { ServerAccess } from './fetchJson';
import { emptyCollections, formatSummary } from './formatSummary';
import { importArchive } from './importArchive';
import { ImportProgress, type ProgressOutput } from './ImportProgress';
import type { ImportState } from './ImportState';
import type { ImportArguments } from './parseImportArguments';
import type { LogImporter } from './LogImporter';
import { ResultsServer } from './ResultsServer';
import type { RetryOptions } from './retry';
import { readStateFile, stateToGoOnFrom, writeStateFile } from './stateFile';

/** What an import needs beside its arguments. */
export interface ImportEnvironment {
  readonly access: ServerAccess;
  readonly importer: ResultImporter;
  /** Asked for if the logs themselves are copied. */
  readonly logs?: (retry: RetryOptions) => LogImporter;
  /** Whose history it is. */
  readonly cluster: string;
  readonly progress: ProgressOutput;
  readonly output: Pick<ProgressOutput, 'write'>;
  /** Ends the import after the page that is being stored. */
  readonly signal: AbortSignal;
  /** Lets time pass between attempts. */
  readonly wait: RetryOptions['wait'];
}

/**
 * Copies the history of a server, and tells what came of it.
 *
 * @returns the exit code
 * @throws UsageError, ServerError, StoreError
 */
export async function runImport(
  options: ImportArguments,
  environment: ImportEnvironment,
): Promise<number> {
  const { stateFile, dryRun, pageSize } = options;
  const { access, importer, cluster, output, signal, wait } = environment;
  const { logs } = options;
  const startedAt = Date.now();
  const progress = new ImportProgress({ output: environment.progress });
  const stored = dryRun ? undefined : await readStateFile(stateFile);
  const { state, note } = stateToGoOnFrom(stored, {
    file: stateFile,
    scope: { from: options.from, cluster, parents: [...options.parents], logs },
  });
  if (note) {
    progress.note(note);
  }
  const timed = (next: ImportState): ImportState => ({
    ...next,
    seconds: state.seconds + (Date.now() - startedAt) / 1000,
  });
  const save = async (next: ImportState) => {
    if (!dryRun) {
      await writeStateFile(stateFile, timed(next));
    }
  };

  const retry: RetryOptions = {
    signal,
    wait,
    onRetry: ({ message }, delayMs) =>
      progress.note(
        `${message}. Trying again in ${Math.ceil(delayMs / 1000)} s`,
      ),
  };
  const server = new ResultsServer({ access, pageSize, retry });
  const end = await importArchive(state, {
    server,
    importer,
    cluster,
    dryRun,
    logs: logs && !dryRun ? environment.logs?.(retry) : undefined,
    progress,
    signal,
    saveState: save,
  }).finally(() => progress.clear());

  const empty = emptyCollections(end);
  const done = empty.length === 0;
  if (done) {
    await save({ ...end, finishedAt: new Date().toISOString() });
  }
  const interrupted = !done && signal.aborted;
  output.write(formatSummary(timed(end), { interrupted, dryRun, stateFile }));
  if (interrupted) {
    return EXIT_INTERRUPTED;
  }
  return done && end.refusals.length === 0 ? EXIT_OK : EXIT_INCOMPLETE;
}
