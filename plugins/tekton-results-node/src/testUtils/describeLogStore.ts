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

import type { LogDriver } from '../logs';
import { describeLogDriver } from './describeLogDriver';
import type { Fault, FaultProxy, ProxiedRequest } from './FaultProxy';

const MIB = 1024 * 1024;
const never = new AbortController().signal;

/** What a store does, and what the message of the driver has to say then. @public */
export type TestedFault = readonly [what: string, fault: Fault, says: RegExp];

/** A store that a log driver reaches over HTTP. @public */
export interface TestedLogStore {
  readonly proxy: FaultProxy;
  /** Makes a driver for one and the same place of it. */
  createDriver(
    settings?: Record<string, string | boolean>,
  ): LogDriver | Promise<LogDriver>;
  stop(): Promise<void>;
}

/** What a proxy or a portal answers in place of a store. */
const PAGE: Fault = {
  kind: 'answer',
  status: 201,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Please log in</body></html>',
};

const FAULTS: readonly TestedFault[] = [
  ['is cut off', { kind: 'cut' }, /the connection was cut off/],
  ['is silent', { kind: 'silence' }, /did not answer/],
  ['is full', { kind: 'answer', status: 507 }, /it is full/],
  ['is hidden by a page', PAGE, /something else answers in its place/],
];

/**
 * Tests whether a log driver keeps what {@link LogDriver} promises, also when its
 * store, or the way there, fails. To be called in a test file of Jest, where it
 * starts the store for all tests.
 *
 * @param options - `title`: what messages begin with; `maxNameLength`: see
 * {@link TestedLogDriver}; `uploads`: at which requests of which uploads to fail;
 * `nowhere`: settings with which there is no server
 * @returns gives the store once it is started
 *
 * @public
 */
export function describeLogStore<T extends TestedLogStore>(options: {
  start: () => Promise<T>;
  name: string;
  title: string;
  maxNameLength?: number;
  faults: readonly TestedFault[];
  uploads: ReadonlyArray<{
    readonly what: string;
    /** Bytes. */
    readonly length: number;
    /** Whether the last one of the requests, which has just come, is to fail. */
    readonly fails: (requests: readonly ProxiedRequest[]) => boolean;
  }>;
  nowhere: Record<string, string>;
}): () => T {
  let store: T;
  let drivers = 0;

  beforeAll(async () => {
    store = await options.start();
  });
  afterAll(async () => {
    await store?.stop();
  });
  beforeEach(() => {
    store.proxy.faultOf = () => undefined;
    store.proxy.requests.length = 0;
  });

  describeLogDriver(options.name, async () => {
    drivers += 1;
    return {
      driver: await store.createDriver({ prefix: `test-${drivers}` }),
      maxNameLength: options.maxNameLength,
    };
  });

  describe.each([...FAULTS, ...options.faults])(
    'a store that %s',
    (_, fault, says) => {
      it.each(options.uploads)('keeps nothing of $what', async upload => {
        const driver = await store.createDriver({
          timeout: fault.kind === 'silence' ? '2s' : '10s',
        });
        const key = `faults/${upload.what.replaceAll(' ', '-')}`;
        const { proxy } = store;
        proxy.faultOf = ({ method }) =>
          method !== 'DELETE' && upload.fails(proxy.requests)
            ? fault
            : undefined;

        await expect(
          driver.put(key, logBytes(upload.length), { signal: never }),
        ).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
          message: expect.stringMatching(says),
        });

        proxy.faultOf = () => undefined;
        await expect(readLog(driver, key)).rejects.toMatchObject({
          name: 'NotFoundError',
        });
      });
    },
  );

  it('does not take a page for a list', async () => {
    const driver = await store.createDriver({ timeout: '2s' });
    store.proxy.faultOf = () => ({ ...PAGE, status: 200 });

    await expect(
      driver.list({ limit: 10, signal: never }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('keeps all keys below a prefix, and lists those alone', async () => {
    const whole = await store.createDriver();
    const below = await store.createDriver({ prefix: '/team/logs/' });
    await below.put('a/1', logBytes(3), { signal: never });
    await whole.put('team/logs-of-others', logBytes(3), { signal: never });

    await expect(readLog(whole, 'team/logs/a/1')).resolves.toHaveLength(3);
    const { objects } = await below.list({ limit: 10, signal: never });
    expect(objects.map(({ key, size }) => ({ key, size }))).toEqual([
      { key: 'a/1', size: 3 },
    ]);
  });

  it('keeps nothing when the body fails, and throws its error as it is', async () => {
    const driver = await store.createDriver();
    const failure = new Error('the pod is gone');
    async function* body() {
      yield* logBytes(6 * MIB);
      throw failure;
    }

    await expect(driver.put('cut', body(), { signal: never })).rejects.toBe(
      failure,
    );

    await expect(readLog(driver, 'cut')).rejects.toThrow('has no such');
  });

  it('keeps nothing when it is aborted while the body waits', async () => {
    const driver = await store.createDriver();
    const controller = new AbortController();
    let isReturned = false;
    async function* body() {
      try {
        yield* logBytes(6 * MIB);
        controller.abort(new Error('shutting down'));
        yield Buffer.alloc(1);
      } finally {
        isReturned = true;
      }
    }

    await expect(
      driver.put('aborted', body(), { signal: controller.signal }),
    ).rejects.toThrow('shutting down');

    expect(isReturned).toBe(true);
    await expect(readLog(driver, 'aborted')).rejects.toThrow('has no such');
  });

  it('fails when answers are cut again and again', async () => {
    const patient = await store.createDriver();
    await patient.put('whole', logBytes(2 * MIB), { signal: never });
    const driver = await store.createDriver({ timeout: '2s' });
    store.proxy.faultOf = () => ({ kind: 'cutAnswer', afterBytes: 1000 });

    await expect(readLog(driver, 'whole')).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(options.title),
    });
  });

  it('says where there is no server', async () => {
    const driver = await store.createDriver(options.nowhere);

    await expect(driver.check({ signal: never })).rejects.toThrow(
      `${options.title}: nothing listens there: check the endpoint and its port`,
    );
  });

  return () => store;
}

/** A body in pieces of 1 MiB, each with bytes of its own. @public */
export async function* logBytes(length: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < length; sent += MIB) {
    yield Buffer.alloc(Math.min(MIB, length - sent), sent / MIB);
  }
}

/** What a driver keeps under a key. @public */
export async function readLog(
  driver: LogDriver,
  key: string,
  range: { start?: number; end?: number } = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of driver.get(key, { ...range, signal: never })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
