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

import { Response } from 'express';
import { LogFault } from '../control';
import { LogLine, LogSelection, printLine } from '../logs';

/** Lines are sent in pieces of about this size, so that a long log never stands in memory twice. */
const CHUNK_BYTES = 64 * 1024;

/** Writes lines to a client, as fast as it takes them and no more bytes than it asked for. */
export class LogWriter {
  private left: number;
  private readonly fault: LogFault;

  constructor(private readonly res: Response, limitBytes: number | undefined) {
    this.fault = res.locals.logFault ?? {};
    const { cutAfterBytes = Infinity, endAfterBytes = Infinity } = this.fault;
    this.left = Math.min(limitBytes ?? Infinity, cutAfterBytes, endAfterBytes);
  }

  get full(): boolean {
    return this.left <= 0;
  }

  async write(lines: LogLine[], selection: LogSelection): Promise<void> {
    let chunk = '';
    for (const line of lines) {
      chunk += printLine(line, selection);
      if (chunk.length >= CHUNK_BYTES) {
        await this.send(chunk);
        chunk = '';
      }
    }
    await this.send(chunk);
  }

  private async send(text: string): Promise<void> {
    if (text === '' || this.full || this.res.destroyed) {
      return;
    }
    const bytes = Buffer.from(text);
    const allowed =
      bytes.length > this.left ? bytes.subarray(0, this.left) : bytes;
    await pause(this.fault.delayMs);
    this.left -= allowed.length;
    if (!this.res.write(allowed)) {
      await drainedOrClosed(this.res);
    }
    if (this.full && this.fault.cutAfterBytes !== undefined) {
      await breakOff(this.res);
    }
  }
}

async function pause(ms: number | undefined): Promise<void> {
  if (ms !== undefined) {
    await new Promise(resolve => {
      setTimeout(resolve, ms);
    });
  }
}

/** After what was written is on its way: else the client sees none of it. */
function breakOff(res: Response): Promise<void> {
  return new Promise(resolve => {
    res.on('close', () => resolve());
    res.write('', () => {
      res.socket?.destroySoon();
    });
  });
}

function drainedOrClosed(res: Response): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
}
