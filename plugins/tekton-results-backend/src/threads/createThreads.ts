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

import { Piscina } from 'piscina';

const IDLE_THREAD_MS = 60_000;

/**
 * Threads for work that would hold the backend up. They start with the first task
 * that needs them, and end some time after the last; a task that is aborted while
 * it runs takes its thread along, whatever it is doing.
 *
 * @param options - `file` and `name`: of the module and the function in it that
 * does the work; `maxHeapMb`: of the old generation of each thread
 */
export function createThreads(options: {
  file: string;
  name: string;
  maxThreads: number;
  maxHeapMb: number;
}): Piscina {
  const { file, name, maxThreads, maxHeapMb } = options;
  return new Piscina({
    filename: file,
    name,
    execArgv: workerArguments(file),
    minThreads: 0,
    maxThreads,
    idleTimeout: IDLE_THREAD_MS,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
}

/**
 * From source a thread needs the transform that a backend in development runs
 * with, which tests do not.
 */
function workerArguments(file: string): string[] {
  return file.endsWith('.ts')
    ? [
        ...process.execArgv,
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
      ]
    : process.execArgv;
}
