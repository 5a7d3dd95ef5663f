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

import type { LogArchive, LogLine } from '../logs';
import type { FollowedLine } from '../logs/LogArchive';
import { compileSearch } from '../logs/archive/compileSearch';
import { splitLines } from '../logs/runLogs/splitLines';
import type { LogStore, StepLog } from '../store';

const NEWLINE = 0x0a;

/** A log as tests say it: `text` with or without times before its lines. */
export interface FakeLog extends Partial<StepLog> {
  readonly runUid: string;
  readonly container: string;
  readonly text?: string | Buffer;
  /** Thrown once so many bytes of it are read. */
  readonly fails?: { readonly after: number; readonly error: Error };
}

/** Logs in memory, instead of those that are kept with drivers. */
export class FakeLogs {
  private readonly logs = new Map<number, StepLog>();
  private readonly fakes = new Map<number, FakeLog>();
  /** How many readers there are at the moment. */
  reading = 0;
  /** How many there were at most. */
  mostReading = 0;

  readonly archive: LogArchive = {
    append: () => Promise.reject(new Error('not part of this test')),
    follow: (log, source, options) => this.follow(log, source, options),
    lines: (log, options) => this.lines(log, options),
    bytes: (log, { timestamps }) => this.bytes(log, timestamps),
    search: (log, search) => this.search(log, search),
  };

  readonly store: Pick<LogStore, 'logsOf' | 'expire'> = {
    logsOf: async (cluster, uids) =>
      [...this.logs.values()].filter(
        log => log.cluster === cluster && uids.includes(log.runUid),
      ),
    expire: async (ids, { cause, reason }) => {
      for (const id of ids) {
        const log = this.logs.get(id);
        if (log) {
          const none = { bytes: 0, lines: 0, segments: 0 };
          const state = 'expired';
          this.logs.set(id, { ...log, ...none, state, cause, reason });
        }
      }
    },
  };

  add(cluster: string, fake: FakeLog): StepLog {
    const id = this.logs.size + 1;
    const { text = '', fails: _, ...given } = fake;
    const bytes = Buffer.from(text);
    const plain = Buffer.from(withoutTimes(bytes.toString('latin1')), 'latin1');
    const log: StepLog = {
      id,
      cluster,
      attempt: 1,
      kind: 'step',
      step: fake.container.replace(/^step-/, ''),
      position: id,
      podName: 'pod',
      state: 'stored',
      bytes: plain.length,
      lines: countLines(plain),
      segments: plain.length > 0 ? 1 : 0,
      stateTime: 0,
      ...given,
    };
    this.logs.set(id, log);
    this.fakes.set(id, fake);
    return log;
  }

  clear(): void {
    this.logs.clear();
    this.fakes.clear();
    this.mostReading = 0;
  }

  /** Puts another log in the place of one. */
  change(id: number, fake: FakeLog): void {
    const old = this.logs.get(id);
    const log = this.add(old?.cluster ?? '', fake);
    this.logs.delete(log.id);
    this.fakes.delete(log.id);
    this.logs.set(id, { ...log, id });
    this.fakes.set(id, fake);
  }

  private async *bytes(
    { id }: StepLog,
    timestamps = false,
  ): AsyncIterable<Uint8Array> {
    const { text = '', fails } = this.fakes.get(id) ?? {};
    const whole = Buffer.from(text).toString('latin1');
    const wanted = timestamps ? whole : withoutTimes(whole);
    const bytes = Buffer.from(wanted, 'latin1');
    this.reading += 1;
    this.mostReading = Math.max(this.mostReading, this.reading);
    try {
      const end = fails?.after ?? bytes.length;
      for (let start = 0; start < end; start += 1_000) {
        yield bytes.subarray(start, Math.min(start + 1_000, end));
      }
      if (fails) {
        throw fails.error;
      }
    } finally {
      this.reading -= 1;
    }
  }

  private async *lines(
    log: StepLog,
    { from, to, maxLineBytes }: Parameters<LogArchive['lines']>[1],
  ): AsyncIterable<LogLine> {
    for await (const line of timedLines(this.bytes(log, true), maxLineBytes)) {
      if (line.number >= from && line.number <= to) {
        yield line;
      }
    }
  }

  private async *search(
    log: StepLog,
    search: Parameters<LogArchive['search']>[1],
  ) {
    const { places } = compileSearch(search);
    for await (const line of timedLines(this.bytes(log, true))) {
      const ranges = [...places(line.text.toString('utf8'))];
      if (ranges.length > 0) {
        yield { line, ranges, count: ranges.length };
      }
    }
  }

  private async *follow(
    { lines }: StepLog,
    source: AsyncIterable<Uint8Array>,
    options?: { maxLineBytes?: number },
  ): AsyncIterable<FollowedLine> {
    let ends = 0;
    async function* counted() {
      for await (const bytes of source) {
        ends += bytes.filter(byte => byte === NEWLINE).length;
        yield bytes;
      }
    }
    for await (const line of timedLines(counted(), options?.maxLineBytes)) {
      if (line.number > lines) {
        yield line.number > ends ? { ...line, isUnfinished: true } : line;
      }
    }
  }
}

const TIME = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) /;

/** Those that end, and the last one if it has no end. */
function countLines(log: Buffer): number {
  let count = log.length > 0 && log[log.length - 1] !== NEWLINE ? 1 : 0;
  for (const byte of log) {
    count += byte === NEWLINE ? 1 : 0;
  }
  return count;
}

function withoutTimes(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(TIME, ''))
    .join('\n');
}

async function* timedLines(
  source: AsyncIterable<Uint8Array>,
  maxLineBytes = 1024 * 1024,
): AsyncIterable<LogLine> {
  for await (const { number, text, bytes } of splitLines(source)) {
    const [before = '', time] = TIME.exec(text.toString('latin1')) ?? [];
    const rest = text.subarray(before.length);
    yield {
      number,
      time,
      text: rest.subarray(0, maxLineBytes),
      bytes: bytes - before.length,
    };
  }
}
