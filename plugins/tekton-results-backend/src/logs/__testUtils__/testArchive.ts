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

import { mockServices } from '@backstage/backend-test-utils';
import { RE2JS } from 're2js';
import type { LogSegment, LogStore, StepLog } from '../../store';
import { DriverLogArchive } from '../archive';
import { LogDrivers } from '../drivers';
import type { LogLine } from '../LogArchive';
import { MemoryLogDriver } from './MemoryLogDriver';

/** A log of which nothing is stored. */
export const NEW_LOG: StepLog = {
  id: 1,
  cluster: 'test',
  runUid: '0c5c7f2b-uid',
  attempt: 1,
  container: 'step-build',
  kind: 'step',
  step: 'build',
  position: 0,
  podName: 'build-pod',
  state: 'streaming',
  bytes: 0,
  lines: 0,
  segments: 0,
  stateTime: 0,
};

const never = new AbortController().signal;

/** An archive of one log, in memory. */
export async function testArchive(
  options: {
    maxBytes?: number;
    segmentBytes?: number;
    redact?: ReadonlyArray<{ pattern: string; replacement: string }>;
  } = {},
) {
  const driver = new MemoryLogDriver();
  const { drivers } = await LogDrivers.create({
    driver: 'memory',
    config: undefined,
    factories: [{ name: 'memory', logType: 'Memory', create: () => driver }],
    logger: mockServices.logger.mock(),
  });
  const segments: LogSegment[] = [];
  let stored = NEW_LOG;
  const store = {
    append: jest.fn(
      async (log, segment, { resume, firstLineAt, lastLineAt }) => {
        if (segment.number !== segments.length) {
          return undefined;
        }
        segments.push(segment);
        stored = {
          ...log,
          bytes: segment.firstByte + segment.bytes,
          lines: segment.firstLine + segment.lines,
          segments: segments.length,
          firstLineAt: log.firstLineAt ?? firstLineAt,
          lastLineAt,
          resume,
        };
        return stored;
      },
    ),
    segments: async (_, range) =>
      segments.filter(
        ({ firstLine, lines }) =>
          !range || (firstLine < range.to && firstLine + lines >= range.from),
      ),
  } satisfies Pick<LogStore, 'append' | 'segments'>;
  const archive = new DriverLogArchive({
    store: store as unknown as LogStore,
    drivers,
    segmentBytes: options.segmentBytes,
    settings: {
      maxBytes: options.maxBytes ?? Infinity,
      redact: (options.redact ?? []).map(({ pattern, replacement }) => ({
        regex: RE2JS.compile(pattern),
        replacement,
      })),
    },
  });
  return {
    archive,
    driver,
    store,
    segments,
    log: () => stored,
    append: (
      source: AsyncIterable<Uint8Array> | string | Buffer,
      isLast = true,
    ) =>
      archive.append(
        stored,
        typeof source === 'string' || Buffer.isBuffer(source)
          ? inChunks(source)
          : source,
        { isLast: () => isLast, signal: never },
      ),
    text: (timestamps?: boolean) =>
      readBytes(archive.bytes(stored, { timestamps, signal: never })),
    lines: (from: number, to: number) =>
      collect<LogLine>(archive.lines(stored, { from, to, signal: never })),
    search: (pattern: string, search: object = {}) =>
      collect(
        archive.search(
          stored,
          { pattern, isRegex: false, caseSensitive: true, ...search },
          { signal: never },
        ),
      ),
  };
}

export type TestArchive = Awaited<ReturnType<typeof testArchive>>;

/** Lines with timestamps, a millisecond apart. */
export function sent(...texts: Array<string | Buffer>): Buffer {
  return Buffer.concat(
    texts.flatMap((text, index) => [
      Buffer.from(
        `${new Date(Date.UTC(2026, 10, 21, 10) + index).toISOString()} `,
      ),
      Buffer.from(text),
      Buffer.from('\n'),
    ]),
  );
}

/** Bytes as a source, in chunks of some size. */
export async function* inChunks(
  text: string | Buffer,
  size = 65_536,
): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

export async function readBytes(
  source: AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  return Buffer.concat(await collect(source));
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) {
    items.push(item);
  }
  return items;
}
