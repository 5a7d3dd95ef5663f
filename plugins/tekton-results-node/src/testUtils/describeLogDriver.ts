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

/* eslint-disable jest/no-export -- it is called in test files of those who write drivers */

import type { LogDriver, LogObject } from '../logs';

const MIB = 1024 * 1024;
const LARGE_BYTES = 20 * MIB;
/** No divisor or multiple of what drivers cut objects into. */
const CHUNK_BYTES = 70_001;

/** Nowhere the same as some MB before. */
const LARGE = Buffer.alloc(
  LARGE_BYTES,
  Buffer.from(Array.from({ length: 251 }, (_, index) => index)),
);
for (let start = 0; start < LARGE_BYTES; start += 64 * 1024) {
  LARGE.writeUInt32BE(start, start);
}

const never = new AbortController().signal;

/** A driver under test. @public */
export interface TestedLogDriver {
  /** It keeps nothing yet. */
  readonly driver: LogDriver;
  /**
   * How long a part of a key may be, between two slashes, where the server that
   * the driver is tested with takes less than the driver. Default: any length.
   */
  readonly maxNameLength?: number;
  stop?(): Promise<void>;
}

/**
 * Tests whether a log driver keeps what {@link LogDriver} promises. To be called
 * in a test file of Jest; each test gets a driver of its own.
 *
 * @public
 */
export function describeLogDriver(
  name: string,
  create: () => Promise<TestedLogDriver>,
): void {
  describe(`Log driver ${name}`, () => {
    let driver: LogDriver;
    let stop: TestedLogDriver['stop'];
    let maxNameLength: number;

    beforeEach(async () => {
      const tested = await create();
      ({ driver, maxNameLength = Infinity } = tested);
      stop = () => tested.stop?.() ?? Promise.resolve();
    });
    afterEach(async () => {
      await stop?.();
    });

    const put = (key: string, body: AsyncIterable<Uint8Array>) =>
      driver.put(key, body, { signal: never });
    const read = (key: string, range: { start?: number; end?: number } = {}) =>
      readAll(driver, key, range);
    const listed = async () =>
      (await listAll(driver, { limit: 100 })).map(({ key }) => key).sort();

    it('gives back what was put there', async () => {
      await expect(put('a/log.gz', chunksOf('some', 'thing'))).resolves.toEqual(
        { size: 9 },
      );
      await expect(read('a/log.gz')).resolves.toEqual(Buffer.from('something'));
    });

    it('keeps bytes that are no text', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      await put('bytes', chunksOf(bytes));
      await expect(read('bytes')).resolves.toEqual(bytes);
    });

    it('keeps an object without bytes', async () => {
      await expect(put('empty', chunksOf())).resolves.toEqual({ size: 0 });
      await expect(read('empty')).resolves.toEqual(Buffer.alloc(0));
      await expect(listed()).resolves.toEqual(['empty']);
    });

    it('keeps a large object', async () => {
      await expect(put('large', largeBody())).resolves.toEqual({
        size: LARGE_BYTES,
      });
      // Not as values to be compared: these would be printed.
      expect((await read('large')).equals(LARGE)).toBe(true);
    });

    it('gives ranges of an object, as far as it goes', async () => {
      await put('large', largeBody());
      for (const start of [0, 1, MIB - 1, 256 * 1024, 5 * MIB, 8 * MIB - 2]) {
        await expect(read('large', { start, end: start + 3 })).resolves.toEqual(
          LARGE.subarray(start, start + 3),
        );
      }
      const end = LARGE_BYTES;
      await expect(
        read('large', { start: end - 2, end: end + 10 }),
      ).resolves.toEqual(LARGE.subarray(end - 2));
      await expect(read('large', { start: end - 1 })).resolves.toEqual(
        LARGE.subarray(end - 1),
      );
      await expect(read('large', { end: 2 })).resolves.toEqual(
        LARGE.subarray(0, 2),
      );
      const part = await read('large', { start: 3 * MIB, end: 6 * MIB });
      expect(part.equals(LARGE.subarray(3 * MIB, 6 * MIB))).toBe(true);
    });

    it('replaces what was there', async () => {
      await put('key', chunksOf('the first, and longer'));
      await put('key', chunksOf('the second'));
      await expect(read('key')).resolves.toEqual(Buffer.from('the second'));
      await expect(listed()).resolves.toEqual(['key']);
    });

    it('shows nothing of a body that fails', async () => {
      const failing = largeBody({ failAfter: 9 * MIB });
      await expect(put('cut', failing)).rejects.toThrow('cut off');
      await expect(read('cut')).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      await expect(listed()).resolves.toEqual([]);
    });

    it('leaves what was there when a body fails', async () => {
      await put('key', chunksOf('before'));
      await expect(put('key', largeBody({ failAfter: 1 }))).rejects.toThrow(
        'cut off',
      );
      await expect(read('key')).resolves.toEqual(Buffer.from('before'));
    });

    it('shows nothing of an object while it is being put there', async () => {
      let seen: unknown;
      async function* looking(): AsyncGenerator<Uint8Array> {
        yield* largeBody();
        seen = await read('key').then(
          () => 'something',
          error => error.name,
        );
      }
      await put('key', looking());
      expect(seen).toBe('NotFoundError');
    });

    it('stops when it is told to, and shows nothing then', async () => {
      const controller = new AbortController();
      let isClosed = false;
      async function* endless(): AsyncGenerator<Uint8Array> {
        try {
          for (let count = 0; ; count += 1) {
            if (count === 20) {
              controller.abort();
            }
            yield Buffer.alloc(CHUNK_BYTES);
            // As a body from the network: others have their turn.
            await new Promise(resolve => setImmediate(resolve));
          }
        } finally {
          isClosed = true;
        }
      }
      await expect(
        driver.put('aborted', endless(), { signal: controller.signal }),
      ).rejects.toThrow();
      expect(isClosed).toBe(true);
      await expect(listed()).resolves.toEqual([]);
    });

    it('does nothing when it was told to stop before', async () => {
      const signal = AbortSignal.abort();
      await put('key', chunksOf('text'));
      await expect(
        driver.put('other', chunksOf('text'), { signal }),
      ).rejects.toThrow();
      await expect(driver.delete(['key'], { signal })).rejects.toThrow();
      await expect(readAll(driver, 'key', {}, signal)).rejects.toThrow();
      await expect(listed()).resolves.toEqual(['key']);
    });

    it('says so when there is no object', async () => {
      await expect(read('missing')).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      await expect(
        read('missing', { start: 10, end: 20 }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('deletes objects, and does not mind those that are not there', async () => {
      await put('a/1', chunksOf('1'));
      await put('a/2', chunksOf('2'));
      await put('b', chunksOf('3'));
      await driver.delete(['a/1', 'missing', 'b', 'a/missing'], {
        signal: never,
      });
      await driver.delete([], { signal: never });
      await expect(listed()).resolves.toEqual(['a/2']);
      await expect(read('a/1')).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });

    it('takes a key again whose object was deleted', async () => {
      await put('a/b/c', chunksOf('first'));
      await driver.delete(['a/b/c'], { signal: never });
      await put('a/b/c', chunksOf('second'));
      await expect(read('a/b/c')).resolves.toEqual(Buffer.from('second'));
    });

    it('lists all objects page by page', async () => {
      const keys = ['a/1', 'a/2', 'a/b/1', 'b', 'c/1/2/3', 'd_1', 'd-2'];
      for (const key of keys) {
        await put(key, chunksOf(key));
      }
      for (const limit of [1, 2, 3, 7, 100]) {
        const objects = await listAll(driver, { limit });
        expect(objects.map(({ key }) => key).sort()).toEqual(keys.sort());
        expect(objects.map(({ size }) => size)).toEqual(
          objects.map(({ key }) => key.length),
        );
      }
      const [object] = await listAll(driver, { limit: 100 });
      // Clocks differ; this finds what is no time in milliseconds.
      expect(Math.abs(object.modifiedAt - Date.now())).toBeLessThan(
        24 * 60 * 60 * 1000,
      );
    });

    it('lists the objects whose keys begin with something', async () => {
      for (const key of ['a/1', 'a/2', 'a/b/1', 'ab/1', 'b/a/1', 'A/1']) {
        await put(key, chunksOf('text'));
      }
      const keysWith = async (prefix: string) =>
        (await listAll(driver, { prefix, limit: 2 }))
          .map(({ key }) => key)
          .sort();
      await expect(keysWith('a/')).resolves.toEqual(['a/1', 'a/2', 'a/b/1']);
      await expect(keysWith('a')).resolves.toEqual([
        'a/1',
        'a/2',
        'a/b/1',
        'ab/1',
      ]);
      await expect(keysWith('a/b')).resolves.toEqual(['a/b/1']);
      await expect(keysWith('none')).resolves.toEqual([]);
    });

    it('takes every key that is allowed', async () => {
      const keys = [
        'x',
        'UPPER/lower.0-9_',
        '.hidden',
        'a/.hidden/b',
        'a/..b/c..',
        'a..b',
        '-x/--y',
        'a.gz',
        'a.gz.tmp',
        'k'.repeat(300),
        `${'long/'.repeat(199)}key.g`,
      ].filter(key =>
        key.split('/').every(({ length }) => length <= maxNameLength),
      );
      for (const key of keys) {
        await put(key, chunksOf(key));
      }
      for (const key of keys) {
        await expect(read(key)).resolves.toEqual(Buffer.from(key));
      }
      await expect(listed()).resolves.toEqual([...keys].sort());
      await driver.delete(keys, { signal: never });
      await expect(listed()).resolves.toEqual([]);
    });

    it('keeps several objects at once', async () => {
      const keys = Array.from({ length: 8 }, (_, index) => `at-once/${index}`);
      await Promise.all(keys.map(key => put(key, chunksOf(key, '!'))));
      const texts = await Promise.all(keys.map(key => read(key)));
      expect(texts.map(String)).toEqual(keys.map(key => `${key}!`));
    });

    it('finds out that it works, and leaves nothing behind', async () => {
      await driver.check({ signal: never });
      await expect(listed()).resolves.toEqual([]);
    });
  });
}

async function* chunksOf(
  ...chunks: ReadonlyArray<string | Uint8Array>
): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
}

async function* largeBody(
  options: { failAfter?: number } = {},
): AsyncGenerator<Uint8Array> {
  const { failAfter = Infinity } = options;
  for (let start = 0; start < LARGE_BYTES; start += CHUNK_BYTES) {
    if (start >= failAfter) {
      throw new Error('The source was cut off');
    }
    yield LARGE.subarray(start, start + CHUNK_BYTES);
  }
}

async function readAll(
  driver: LogDriver,
  key: string,
  range: { start?: number; end?: number },
  signal = never,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of driver.get(key, { ...range, signal })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function listAll(
  driver: LogDriver,
  options: { prefix?: string; limit: number },
): Promise<LogObject[]> {
  const all: LogObject[] = [];
  let after: string | undefined;
  do {
    const { objects, next } = await driver.list({
      ...options,
      after,
      signal: never,
    });
    expect(objects.length).toBeLessThanOrEqual(options.limit);
    all.push(...objects);
    after = next;
  } while (after !== undefined);
  return all;
}
