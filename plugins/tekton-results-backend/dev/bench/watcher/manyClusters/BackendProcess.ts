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

import { fork, type ChildProcess } from 'child_process';
import { once } from 'events';
import { rm } from 'fs/promises';
import { join } from 'path';
import { build } from 'esbuild';
import type { BackendTask, MemoryReport } from './watchingBackend';

/**
 * Where a machine has many GB, Node lets garbage lie until there are hundreds of MB of
 * it. In a container it knows the limit of that.
 */
export const HEAP_MB = 144;
/**
 * Of each half of the young objects, which are no part of that. Node allows for 64 MB
 * where a machine has many GB, of which it uses three; in such a container 2 MB.
 */
const SEMI_SPACE_MB = 4;
/** Our packages are sources; all others are as they are installed. */
const OURS = /^(\.|\/|backstage-plugin-tekton-results)/;
const PACKAGE = join(__dirname, '../../../..');

/** The process of a {@link MemoryReport}. */
export class BackendProcess {
  /**
   * Done when the backend has started. It is compiled before, as one that is installed
   * is: the transform of the sources takes some 50 MB of a process.
   */
  static async start(task: BackendTask): Promise<BackendProcess> {
    // Where what it needs is found as from the sources.
    const file = join(
      PACKAGE,
      `node_modules/.cache/benchmarks/backend-${process.pid}.cjs`,
    );
    await build({
      entryPoints: [join(__dirname, 'watchingBackend.ts')],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'warning',
      plugins: [
        {
          name: 'external',
          setup: ({ onResolve }) =>
            onResolve({ filter: /.*/ }, ({ path }) =>
              OURS.test(path) ? undefined : { path, external: true },
            ),
        },
      ],
    });
    const child = fork(file, {
      cwd: PACKAGE,
      execArgv: [
        `--max-old-space-size=${HEAP_MB}`,
        `--max-semi-space-size=${SEMI_SPACE_MB}`,
      ],
      env: { ...process.env, LOG_LEVEL: 'error', NODE_ENV: 'production' },
    });
    const started = once(child, 'message');
    child.send(task);
    await started;
    return new BackendProcess(child, file);
  }

  private readonly child: ChildProcess;
  private readonly file: string;

  private constructor(child: ChildProcess, file: string) {
    this.child = child;
    this.file = file;
  }

  /** How it stands, and the most that it took since it was asked before. */
  async memory(): Promise<MemoryReport> {
    const answer = once(this.child, 'message');
    this.child.send({});
    const [report]: MemoryReport[] = await answer;
    return report;
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
    await rm(this.file, { force: true });
  }
}
