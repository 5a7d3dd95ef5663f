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

import { randomBytes } from 'crypto';
import { LeaseLostError } from '../../store';
import { LogBytesMissingError } from '../LogBytesMissingError';
import { LogUnavailableError } from '../LogUnavailableError';
import {
  collect,
  inChunks,
  NEW_LOG,
  readBytes,
  sent,
  testArchive,
} from '../__testUtils__/testArchive';

jest.setTimeout(60_000);

const never = new AbortController().signal;
const MIB = 1024 * 1024;

async function* thenFails(text: Buffer): AsyncGenerator<Uint8Array> {
  yield* inChunks(text);
  throw new Error('The connection is cut');
}

it('keeps times, and numbers of lines and bytes', async () => {
  const { append, log, segments, lines } = await testArchive();
  const result = await append(sent('one', '', 'three\r'), false);
  expect(result).toEqual({ log: log(), gap: false, full: false });
  expect(log()).toMatchObject({
    lines: 3,
    bytes: 12,
    segments: 1,
    firstLineAt: Date.UTC(2026, 10, 21, 10),
    lastLineAt: Date.UTC(2026, 10, 21, 10) + 2,
    resume: { time: '2026-11-21T10:00:00.002Z', lines: 3 },
  });
  expect(segments[0].key).toMatch(
    /^test\/0c\/0c5c7f2b-uid\/1-step-build\/000000-[0-9a-f]{8}\.gz$/,
  );
  expect(await lines(2, 3)).toEqual([
    {
      number: 2,
      time: '2026-11-21T10:00:00.001Z',
      text: Buffer.from(''),
      bytes: 0,
    },
    {
      number: 3,
      time: '2026-11-21T10:00:00.002Z',
      text: Buffer.from('three\r'),
      bytes: 6,
    },
  ]);
});

it('stores nothing for a log that has no lines', async () => {
  const { append, driver, store } = await testArchive();
  expect(await append(Buffer.alloc(0))).toMatchObject({ log: NEW_LOG });
  expect(driver.objects.size).toBe(0);
  expect(store.append).not.toHaveBeenCalled();
});

it('takes a last line without its end only if the container has ended', async () => {
  const { append, log, text } = await testArchive();
  const whole = sent('one', 'two').subarray(0, -1);
  await append(whole, false);
  expect(log().lines).toBe(1);
  await append(whole, true);
  expect(log().lines).toBe(2);
  expect((await text()).toString()).toBe('one\ntwo');
  // Again, as after a crash before the log was settled.
  expect(await append(whole, true)).toMatchObject({ gap: false });
  expect((await text()).toString()).toBe('one\ntwo');
});

it('keeps lines without timestamps, and bytes that are no text', async () => {
  const { append, text, lines, log } = await testArchive();
  const bytes = Buffer.concat([
    Buffer.from('no time\n2026-11-21T10:00:00Z\n 2026-11-21\n\n'),
    Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3]),
  ]);
  await append(bytes);
  expect((await text()).equals(bytes)).toBe(true);
  expect((await text(true)).equals(bytes)).toBe(true);
  expect((await lines(1, 1))[0]).toEqual({
    number: 1,
    time: undefined,
    text: Buffer.from('no time'),
    bytes: 7,
  });
  // Read from the start again, with more of it.
  expect(log().resume?.time).toBe('1970-01-01T00:00:00Z');
});

it('goes on with a log that has no timestamps', async () => {
  const { append, text } = await testArchive();
  await append('one\none\n', false);
  await append('one\none\none\ntwo', true);
  expect((await text()).toString()).toBe('one\none\none\ntwo');
});

it('keeps the lines that came before the source failed', async () => {
  const { append, text, log } = await testArchive();
  const all = sent('one', 'two', 'three');
  await expect(append(thenFails(all.subarray(0, -4)), false)).rejects.toThrow(
    'The connection is cut',
  );
  expect((await text()).toString()).toBe('one\ntwo\n');
  await append(all, false);
  expect((await text()).toString()).toBe('one\ntwo\nthree\n');
  expect(log().segments).toBe(2);
});

it('keeps nothing when the driver fails, and all of it the next time', async () => {
  const { append, driver, store, text } = await testArchive();
  driver.failure = new Error('disk full');
  let isClosed = false;
  async function* source() {
    try {
      yield sent('one');
      yield sent('two');
    } finally {
      isClosed = true;
    }
  }
  const failed = append(source(), false);
  await expect(failed).rejects.toThrow(LogUnavailableError);
  await expect(failed).rejects.toThrow('disk full');
  expect(isClosed).toBe(true);
  expect(store.append).not.toHaveBeenCalled();
  driver.failure = undefined;
  await append(sent('one', 'two'), false);
  expect((await text()).toString()).toBe('one\ntwo\n');
});

it('deletes what it kept for a log that is gone or another has added to', async () => {
  const { append, driver, store } = await testArchive();
  store.append.mockResolvedValueOnce(undefined);
  await expect(append(sent('one'), false)).rejects.toMatchObject({
    name: 'ConflictError',
  });
  expect(driver.objects.size).toBe(0);
  const lease = { name: 'watch/test', holder: 'me', epoch: 1 };
  store.append.mockRejectedValueOnce(new LeaseLostError(lease));
  await expect(append(sent('one'), false)).rejects.toThrow(LeaseLostError);
  expect(driver.objects.size).toBe(0);
});

it('leaves what it kept when nobody knows whether the log has it', async () => {
  const { append, driver, store } = await testArchive();
  store.append.mockRejectedValueOnce(new Error('connection lost'));
  await expect(append(sent('one'), false)).rejects.toThrow('connection lost');
  expect(driver.objects.size).toBe(1);
});

it('ends a log that is too long at the end of a line', async () => {
  const { append, text } = await testArchive({ maxBytes: 10 });
  expect(await append(sent('one', 'two'), false)).toMatchObject({
    full: false,
  });
  expect(await append(sent('one', 'two', 'three'), false)).toMatchObject({
    full: true,
  });
  expect((await text()).toString()).toBe('one\ntwo\n');
});

it('keeps the beginning of a line that is too long by itself', async () => {
  const { append, log, text } = await testArchive({ maxBytes: MIB });
  const line = randomBytes(MIB).toString('hex');
  expect(await append(sent(line), false)).toMatchObject({ full: true });
  expect((await text()).toString()).toBe(line.slice(0, MIB));
  expect(log()).toMatchObject({ lines: 1, bytes: MIB });
});

it('cuts long logs into members and segments, and finds lines in them', async () => {
  const { append, segments, lines, log, text } = await testArchive({
    segmentBytes: 2 * MIB,
  });
  const filler = 'x'.repeat(1_000);
  const count = 3_000;
  const source = Array.from(
    { length: count },
    (_, index) => `${index + 1} ${filler}`,
  );
  await append(sent(...source), false);
  expect(segments).toHaveLength(2);
  expect(log().lines).toBe(count);
  expect((await text()).equals(Buffer.from(`${source.join('\n')}\n`))).toBe(
    true,
  );
  const border = segments[1].firstLine;
  for (const [from, to] of [
    [1, 2],
    [border - 1, border + 2],
    [300, 900],
    [count, count],
  ]) {
    expect((await lines(from, to)).map(line => String(line.text))).toEqual(
      source.slice(from - 1, to),
    );
  }
});

it('keeps lines of any length, between others', async () => {
  const { append, segments, text, lines, search } = await testArchive();
  const long = Buffer.alloc(5 * MIB, 'abcdefghij');
  const longer = Buffer.concat([long, Buffer.from('needle'), long]);
  const texts = ['one', long, longer, 'four needle', 'five'];
  await append(inChunks(sent(...texts), 100_001), false);
  expect(segments[0].members.length).toBeGreaterThan(40);
  const expected = sent(...texts);
  expect((await text(true)).equals(expected)).toBe(true);
  const read = await lines(1, 10);
  expect(read.map(({ number, bytes }) => [number, bytes])).toEqual(
    texts.map((line, index) => [index + 1, line.length]),
  );
  expect(read[1].text.length).toBe(MIB);
  expect((await lines(3, 4)).map(line => String(line.text).length)).toEqual([
    MIB,
    'four needle'.length,
  ]);
  const matches = await search('needle');
  expect(matches.map(({ line }) => line.number)).toEqual([3, 4]);
  expect(matches[1].ranges).toEqual([{ start: 5, end: 11 }]);
});

it('drops the pieces of a long line whose end does not come', async () => {
  const { append, segments, text } = await testArchive();
  const long = Buffer.alloc(MIB, 'x');
  await expect(
    append(thenFails(sent('one', long).subarray(0, -1)), false),
  ).rejects.toThrow('cut');
  expect(segments[0]).toMatchObject({ lines: 1, bytes: 4 });
  await append(sent('one', long, 'three'), false);
  expect((await text()).toString()).toBe(`one\n${long}\nthree\n`);
});

describe('reading', () => {
  it('says when bytes are gone, cut or damaged', async () => {
    const { append, driver, text } = await testArchive();
    await append(sent('one', 'two'), false);
    const [[key, { bytes }]] = [...driver.objects];
    const set = (changed: Buffer) =>
      driver.objects.set(key, { bytes: changed, modifiedAt: 0 });
    set(bytes.subarray(0, -1));
    await expect(text()).rejects.toThrow(LogBytesMissingError);
    set(Buffer.alloc(bytes.length));
    await expect(text()).rejects.toThrow(LogBytesMissingError);
    driver.objects.clear();
    await expect(text()).rejects.toThrow(LogBytesMissingError);
    set(bytes);
    expect((await text()).toString()).toBe('one\ntwo\n');
  });

  it('says when the driver does not answer', async () => {
    const { append, driver, text } = await testArchive();
    await append(sent('one'), false);
    driver.failure = new Error('connection refused');
    await expect(text()).rejects.toThrow(LogUnavailableError);
  });

  it('ends when it is told to', async () => {
    const { archive, append, log } = await testArchive();
    await append(sent('one'), false);
    const signal = AbortSignal.abort();
    await expect(
      readBytes(archive.bytes(log(), { signal })),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('following', () => {
  it('gives lines beyond the stored ones the numbers that they will have', async () => {
    const { archive, append, log } = await testArchive({
      redact: [{ pattern: 'secret', replacement: '***' }],
    });
    await append(sent('one', 'two'), false);
    const source = inChunks(sent('one', 'two', 'a secret', 'four'), 5);
    expect(await collect(archive.follow(log(), source))).toEqual([
      {
        number: 3,
        time: '2026-11-21T10:00:00.002Z',
        text: Buffer.from('a ***'),
        bytes: 5,
      },
      {
        number: 4,
        time: '2026-11-21T10:00:00.003Z',
        text: Buffer.from('four'),
        bytes: 4,
      },
    ]);
  });

  it('says of a last line whose end is not there that there may be more of it', async () => {
    const { archive, log } = await testArchive();
    const source = inChunks(sent('one', 'two').slice(0, -1));
    const lines = await collect(archive.follow(log(), source));
    expect(lines).toMatchObject([
      { number: 1, text: Buffer.from('one') },
      { number: 2, text: Buffer.from('two'), isUnfinished: true },
    ]);
    expect(lines[0]).not.toHaveProperty('isUnfinished');
  });
});

describe('searching', () => {
  const TEXTS = [
    'Error: no such file',
    '2026 ok',
    'ÄRGER.* error',
    'error error',
  ];

  async function searched(pattern: string, search: object = {}) {
    const archive = await testArchive();
    await archive.append(sent(...TEXTS), false);
    return (await archive.search(pattern, search)).map(({ line, ranges }) => [
      line.number,
      ...ranges.map(({ start, end }) => String(line.text).slice(start, end)),
    ]);
  }

  it.each([
    [
      'error',
      {},
      [
        [3, 'error'],
        [4, 'error', 'error'],
      ],
    ],
    [
      'ERROR',
      { caseSensitive: false },
      [
        [1, 'Error'],
        [3, 'error'],
        [4, 'error', 'error'],
      ],
    ],
    ['ärger.*', { caseSensitive: false }, [[3, 'ÄRGER.*']]],
    ['ärger', {}, []],
    ['.*', {}, [[3, '.*']]],
    // Timestamps are not searched.
    ['2026', {}, [[2, '2026']]],
    ['10:00', {}, []],
    ['^\\d+', { isRegex: true }, [[2, '2026']]],
    [
      '(?:file|ok)$',
      { isRegex: true },
      [
        [1, 'file'],
        [2, 'ok'],
      ],
    ],
    ['\\Aerror', { isRegex: true }, [[4, 'error']]],
    ['ÄRGER\\.', { isRegex: true }, [[3, 'ÄRGER.']]],
    [
      'no\\W+\\S+\\s',
      { isRegex: true, caseSensitive: false },
      [[1, 'no such ']],
    ],
    ['ok\\s+Ä', { isRegex: true }, []],
    ['x*', { isRegex: true }, [[1], [2], [3], [4]]],
  ])('finds %s with %j', async (pattern, search, expected) => {
    expect(await searched(pattern, search)).toEqual(expected);
  });

  it('searches a range of lines only', async () => {
    const { archive, append, log } = await testArchive();
    await append(sent(...TEXTS), false);
    const search = { pattern: 'r', isRegex: false, caseSensitive: true };
    const matches = await collect(
      archive.search(log(), search, { from: 2, to: 3, signal: never }),
    );
    expect(matches.map(({ line }) => line.number)).toEqual([3]);
  });

  it('finds the same lines as a look at each of them, in a long log', async () => {
    const { append, search } = await testArchive();
    const texts = Array.from({ length: 30_000 }, (_, index) =>
      index % 997 === 0 ? `line ${index} fails` : `line ${index} goes well`,
    );
    await append(sent(...texts), false);
    const expected = texts.flatMap((text, index) =>
      text.endsWith('fails') ? [index + 1] : [],
    );
    for (const [pattern, options] of [
      ['fails', {}],
      ['FAILS', { caseSensitive: false }],
      ['\\d fails$', { isRegex: true }],
    ] as const) {
      const matches = await search(pattern, options);
      expect(matches.map(({ line }) => line.number)).toEqual(expected);
    }
  });

  it.each([
    ['', {}, 'must not be empty'],
    ['a(b', { isRegex: true }, 'missing closing )'],
    ['ab[z-a]', { isRegex: true }, 'at character 4'],
    ['(x{100}){100}', { isRegex: true }, 'repeats too much'],
  ])('refuses %j with %j', async (pattern, search, message) => {
    await expect(searched(pattern, search)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
  });
});
