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

import { parseWatchEvents } from './parseWatchEvents';

async function* chunks(...parts: Array<string | Buffer>) {
  for (const part of parts) {
    yield Buffer.from(part);
  }
}

async function batches(body: AsyncIterable<Buffer>) {
  const all: unknown[][] = [];
  for await (const batch of parseWatchEvents(body)) {
    all.push(batch.map(({ object }) => object));
  }
  return all;
}

function line(object: unknown, type = 'ADDED') {
  return `${JSON.stringify({ type, object })}\n`;
}

describe('parseWatchEvents', () => {
  it('gives the events of a chunk as one batch', async () => {
    expect(await batches(chunks(line(1) + line(2), line(3)))).toEqual([
      [1, 2],
      [3],
    ]);
  });

  it('joins lines that the network cut, also within a character', async () => {
    const text = Buffer.from(line('grüße 🚀\u2028x'));
    const parts = [...text].map(byte => Buffer.from([byte]));
    expect(await batches(chunks(...parts))).toEqual([['grüße 🚀\u2028x']]);
  });

  it.each([
    ['a line that is not JSON', 'oops\n', /not JSON/],
    ['a line that is no event', '{"a":1}\n', /no|not an event/],
    ['a last line that is not complete', '{"type":"ADD', /within a line/],
  ])(
    'gives what came before %s, then fails',
    async (_, bad: string, message: RegExp) => {
      const seen: unknown[] = [];
      await expect(async () => {
        for await (const batch of parseWatchEvents(chunks(line(1) + bad))) {
          seen.push(...batch);
        }
      }).rejects.toThrow(message);
      expect(seen).toHaveLength(1);
    },
  );

  it('does not hold a line that does not end', async () => {
    let sent = 0;
    async function* endless() {
      yield Buffer.from(line(1));
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      for (; sent < 100; sent += 1) {
        yield chunk;
      }
    }
    await expect(batches(endless())).rejects.toMatchObject({
      name: 'ClusterError',
      code: 'clusterError',
      message: 'A line of the watch is longer than 16 MiB, and not read',
    });
    expect(sent).toBe(16);
  });

  it('turns an ERROR event into an error with its code', async () => {
    const status = {
      kind: 'Status',
      code: 410,
      message: 'too old resource version: 466 (677)',
    };
    await expect(batches(chunks(line(status, 'ERROR')))).rejects.toMatchObject({
      name: 'ClusterError',
      status: 410,
      message: expect.stringContaining('too old resource version'),
    });
  });
});
