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

import { readFile, rename, writeFile } from 'fs/promises';
import { isError } from '@backstage/errors';
import { UsageError } from '../UsageError';
import {
  importStateSchema,
  isStateOf,
  newState,
  type ImportScope,
  type ImportState,
} from './ImportState';

/**
 * Reads how far an import has come; undefined if there is no file.
 *
 * @throws UsageError if the file is something else
 */
export async function readStateFile(
  file: string,
): Promise<ImportState | undefined> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (isError(error) && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (text === undefined) {
    return undefined;
  }
  const parsed = importStateSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new UsageError(
      `${file} does not hold the state of an import; name another file with --state`,
    );
  }
  return parsed.data;
}

/** Writes the file so that it is whole at any time. */
export async function writeStateFile(
  file: string,
  state: ImportState,
): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/**
 * The state to go on from: that of the file if the import was interrupted, else
 * that of a new one.
 *
 * @returns also what to tell about it
 * @throws UsageError if the file is that of another import
 */
export function stateToGoOnFrom(
  stored: ImportState | undefined,
  options: { file: string; scope: ImportScope },
): { state: ImportState; note?: string } {
  const { file, scope } = options;
  if (!stored) {
    return { state: newState(scope) };
  }
  if (!isStateOf(stored, scope)) {
    const parents = stored.parents
      .map(parent => ` --parent ${parent}`)
      .join('');
    throw new UsageError(
      `${file} belongs to the import --from ${stored.from} --cluster ${stored.cluster}${parents}; name another file with --state`,
    );
  }
  if (scope.logs && !stored.logs) {
    return {
      state: newState(scope),
      note: `Beginning again, as the logs are to be copied, too`,
    };
  }
  return stored.finishedAt
    ? {
        state: newState(scope),
        note: `This import was finished at ${stored.finishedAt}, as ${file} says; looking again for what is new`,
      }
    : { state: stored, note: `Going on where ${file} says` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
