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
import { join } from 'path';
import { z } from 'zod';
import type { WatcherTask } from './watcherProcess';

/** The sources run as they are; see `yarn history` in package.json. */
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

const stateSchema = z.object({ state: z.string() });

/** One of the processes that watch, and what can befall it. */
export class WatcherReplica {
  private task: WatcherTask;
  private process: ChildProcess | undefined;
  private lastState: string | undefined;

  constructor(task: WatcherTask) {
    this.task = task;
  }

  /** What it says of the cluster last; undefined while it does not run. */
  get state(): string | undefined {
    return this.process && this.lastState;
  }

  /** Starts the process; done when it watches, or waits for its turn. */
  async start(): Promise<void> {
    const child = fork(join(__dirname, 'watcherProcess.ts'), {
      execArgv: ['--require', TRANSFORM],
      // The test's own options are not for a plain process.
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'development' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.process = child;
    child.send(this.task);
    await new Promise<void>((resolve, reject) => {
      // The transform of the sources tells which files it loads, too.
      child.on('message', message => {
        const parsed = stateSchema.safeParse(message);
        if (parsed.success && this.process === child) {
          this.lastState = parsed.data.state;
          resolve();
        }
      });
      child.once('exit', () =>
        reject(new Error('A watcher ended before it watched')),
      );
    });
  }

  /** What it is told from its next start on. */
  retask(changes: Partial<WatcherTask>): void {
    this.task = { ...this.task, ...changes };
  }

  /** As a crash does, or the kernel that needs memory. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an orderly shutdown does. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Lets it do nothing, without its noticing. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = undefined;
    this.lastState = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  }
}
