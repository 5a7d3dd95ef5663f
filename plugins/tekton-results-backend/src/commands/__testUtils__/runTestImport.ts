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

import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import type { ResultImporter } from '../../store';
import { parseImportArguments } from '../import/parseImportArguments';
import { runImport } from '../import/runImport';
import { FakeResultsServer } from './FakeResultsServer';

/** What an import ended with, and what it told. */
export interface TestImport {
  readonly code: number;
  /** What it wrote at its end, without the seconds. */
  readonly summary: string;
}

/**
 * Runs an import with small pages and without pauses.
 *
 * @param options - `notes` gets what is told meanwhile
 */
export async function runTestImport(options: {
  from: string;
  stateFile: string;
  importer: ResultImporter;
  logs?: Parameters<typeof runImport>[1]['logs'];
  argv?: readonly string[];
  signal?: AbortSignal;
  notes?: string[];
}): Promise<TestImport> {
  const { from, stateFile, importer, argv = [], notes } = options;
  const parsed = parseImportArguments(
    ['--from', from, '--state', stateFile, '--page-size', '5', ...argv],
    { TEKTON_RESULTS_TOKEN: FakeResultsServer.TOKEN },
  );
  if (!parsed) {
    throw new Error('help was asked for');
  }
  const output: string[] = [];
  const code = await runImport(parsed, {
    access: { url: parsed.from, token: async () => parsed.token, tls: {} },
    importer,
    logs: options.logs,
    cluster: TEST_CLUSTER,
    progress: { write: text => notes?.push(text) },
    output: { write: text => output.push(text) },
    signal: options.signal ?? new AbortController().signal,
    wait: async () => {},
  });
  return { code, summary: output.join('').replace(/[\d.]+ s\n$/, '') };
}
