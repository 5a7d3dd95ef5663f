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

import { PayloadReader, type DictionaryBytes } from '../payloads';
import { evaluateTask } from './evaluateTask';
import type { ResidualTask } from './residualTask';

/** What a thread is given at once. */
interface ResidualWork {
  readonly task: ResidualTask;
  /** By id: those that the rows were compressed with. */
  readonly dictionaries: ReadonlyMap<number, DictionaryBytes>;
}

/** This file, whether it runs from source or built: what a thread starts with. */
export const RESIDUAL_WORKER_FILE = __filename;

/** Runs in a thread of its own, so that no filter holds the backend up. */
export function evaluateResidual(work: ResidualWork): Uint8Array {
  return evaluateTask(work.task, new PayloadReader(work.dictionaries));
}
