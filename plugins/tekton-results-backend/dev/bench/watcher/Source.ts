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
import { join } from 'path';
import type { SourceOrder, SourceReport } from './eventSource';

/** The process of {@link SourceOrder}s. */
export class Source {
  /** @param file - in this folder, of one that knows the orders it is to get */
  static async start(file = 'eventSource.ts'): Promise<Source> {
    const child = fork(join(__dirname, file), {
      execArgv: process.execArgv,
    });
    const { port } = await nextReport(child);
    return new Source(child, `http://127.0.0.1:${port}`);
  }

  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  /** Done when the order is carried out. */
  async order(order: SourceOrder): Promise<SourceReport> {
    const report = nextReport(this.child);
    this.child.send(order);
    return report;
  }

  stop(): void {
    this.child.disconnect();
  }
}

function nextReport(child: ChildProcess): Promise<SourceReport> {
  return new Promise(resolve => {
    const take = (message: unknown) => {
      // The transform of the sources tells which files it loads, too.
      if (isReport(message)) {
        child.off('message', take);
        resolve(message);
      }
    };
    child.on('message', take);
  });
}

function isReport(message: unknown): message is SourceReport {
  return (
    typeof message === 'object' &&
    message !== null &&
    'port' in message &&
    'version' in message
  );
}
