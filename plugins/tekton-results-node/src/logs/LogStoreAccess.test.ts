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

import { LogStoreAccess } from './LogStoreAccess';

const never = new AbortController().signal;

function createAccess(limitMs = 20) {
  return new LogStoreAccess({
    limitMs,
    describe: error => new Error(`Store: ${(error as Error).message}`),
  });
}

/** Waits, and does not know of signals. */
function hang(): Promise<never> {
  return new Promise(() => {});
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield Buffer.from(text);
  }
}

async function join(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString();
}

describe('call', () => {
  it('gives the answer, and describes a failure', async () => {
    const access = createAccess();
    await expect(access.call(never, async () => 7)).resolves.toBe(7);
    await expect(
      access.call(never, async () => {
        throw new Error('oops');
      }),
    ).rejects.toThrow('Store: oops');
  });

  it('does not wait longer than the limit, and tells the client', async () => {
    let told: AbortSignal | undefined;
    await expect(
      createAccess().call(never, signal => {
        told = signal;
        return hang();
      }),
    ).rejects.toThrow('Store: it did not answer for 0.02 s');
    expect(told?.aborted).toBe(true);
  });

  it('passes on why the caller aborts', async () => {
    const controller = new AbortController();
    const call = createAccess(60_000).call(controller.signal, hang);
    controller.abort(new Error('shutting down'));
    await expect(call).rejects.toThrow(/^shutting down$/);
    await expect(
      createAccess().call(controller.signal, async () => 7),
    ).rejects.toThrow(/^shutting down$/);
  });

  it('makes a few of many requests at a time, and stops at a failure', async () => {
    let running = 0;
    let most = 0;
    const things = Array.from({ length: 30 }, (_, index) => index);
    await createAccess(1000).callForEach(never, things, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
    });
    expect(most).toBe(8);
    await expect(
      createAccess().callForEach(never, things, async () => {
        throw new Error('oops');
      }),
    ).rejects.toThrow('Store: oops');
  });
});

describe('send', () => {
  const collect = (partBytes: number, body: AsyncIterable<Uint8Array>) =>
    createAccess().send(never, { body, partBytes }, async parts => {
      const seen: Array<[string, boolean]> = [];
      for await (const { bytes, isLast } of parts) {
        seen.push([bytes.toString(), isLast]);
      }
      return seen;
    });

  it.each<[string[], Array<[string, boolean]>]>([
    [[], [['', true]]],
    [['ab'], [['ab', true]]],
    [['abc'], [['abc', true]]],
    [
      ['abcd'],
      [
        ['abc', false],
        ['d', true],
      ],
    ],
    [
      ['a', 'bcdefg', '', 'hi'],
      [
        ['abc', false],
        ['def', false],
        ['ghi', true],
      ],
    ],
  ])('cuts %j into parts of three bytes', async (texts, expected) => {
    await expect(collect(3, pieces(...texts))).resolves.toEqual(expected);
  });

  it('reads no further ahead than one part', async () => {
    let read = 0;
    async function* body() {
      for (;;) {
        read += 1;
        yield Buffer.alloc(10);
      }
    }
    await expect(
      createAccess().send(
        never,
        { body: body(), partBytes: 100 },
        async (parts, { wait }) => {
          for await (const part of parts) {
            await wait(hang().then(() => part));
          }
        },
      ),
    ).rejects.toThrow('Store: it did not answer');
    expect(read).toBe(11);
  });

  it('does not blame the store for a body that comes slowly', async () => {
    async function* body() {
      await new Promise(resolve => setTimeout(resolve, 60));
      yield Buffer.from('late');
    }
    await expect(collect(3, body())).resolves.toHaveLength(2);
  });

  it('passes on the error of a body', async () => {
    const failure = new Error('the pod is gone');
    async function* body() {
      yield Buffer.from('a');
      throw failure;
    }
    await expect(collect(3, body())).rejects.toBe(failure);
  });

  it('ends when it is aborted, though the body hangs', async () => {
    const controller = new AbortController();
    const body = { [Symbol.asyncIterator]: () => ({ next: hang }) };
    const sending = createAccess(60_000).send(
      controller.signal,
      { body, partBytes: 3 },
      async parts => {
        for await (const part of parts) {
          expect(part).toBeUndefined();
        }
      },
    );
    controller.abort(new Error('shutting down'));
    await expect(sending).rejects.toThrow(/^shutting down$/);
  });
});

describe('read', () => {
  it('gives what comes, and describes a failure in the middle', async () => {
    const access = createAccess();
    await expect(
      join(access.read(never, async () => pieces('a', 'b'))),
    ).resolves.toBe('ab');
    async function* failing() {
      yield Buffer.from('a');
      throw new Error('cut off');
    }
    await expect(
      join(access.read(never, async () => failing())),
    ).rejects.toThrow('Store: cut off');
  });

  it('does not wait longer than the limit for the next piece', async () => {
    async function* stuck() {
      yield Buffer.from('a');
      await hang();
    }
    await expect(
      join(createAccess().read(never, async () => stuck())),
    ).rejects.toThrow('Store: it did not answer for 0.02 s');
  });

  it('lets a reader take its time', async () => {
    const chunks = createAccess().read(never, async () => pieces('a', 'b'));
    const seen: string[] = [];
    for await (const chunk of chunks) {
      seen.push(Buffer.from(chunk).toString());
      await new Promise(resolve => setTimeout(resolve, 60));
    }
    expect(seen).toEqual(['a', 'b']);
  });

  it('closes the source when it is not read to its end', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.from('a');
        }
      } finally {
        isClosed = true;
      }
    }
    const chunks = createAccess().read(never, async () => endless());
    await chunks.next();
    await chunks.return();
    expect(isClosed).toBe(true);
  });
});
