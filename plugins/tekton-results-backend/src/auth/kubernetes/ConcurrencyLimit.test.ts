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

import { ConcurrencyLimit } from './ConcurrencyLimit';

const patient = new AbortController().signal;

/** Tasks that end when they are told to. */
function createTasks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    task: (name: string) => () => {
      begun.push(name);
      return new Promise<string>(resolve =>
        ends.set(name, () => resolve(name)),
      );
    },
    async end(name: string) {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

describe('ConcurrencyLimit', () => {
  it('lets the next one in when one ends, in their order', async () => {
    const limit = new ConcurrencyLimit({ maxRunning: 2, maxWaiting: 9 });
    const { begun, task, end } = createTasks();
    const all = ['a', 'b', 'c', 'd'].map(name =>
      limit.run(task(name), patient),
    );
    await end('');
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await end('c');
    await end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives the place of a task that failed on', async () => {
    const limit = new ConcurrencyLimit({ maxRunning: 1, maxWaiting: 9 });
    await expect(
      limit.run(() => Promise.reject(new Error('no')), patient),
    ).rejects.toThrow('no');
    expect(await limit.run(async () => 'yes', patient)).toBe('yes');
  });

  it('refuses more than may wait', async () => {
    const limit = new ConcurrencyLimit({ maxRunning: 1, maxWaiting: 1 });
    const { begun, task, end } = createTasks();
    const first = limit.run(task('a'), patient);
    const second = limit.run(task('b'), patient);
    await expect(limit.run(task('c'), patient)).rejects.toThrow('too many');
    await end('a');
    await end('b');
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
    expect(begun).toEqual(['a', 'b']);
  });

  it('lets those go who lose their patience, and never runs their task', async () => {
    const limit = new ConcurrencyLimit({ maxRunning: 1, maxWaiting: 1 });
    const { begun, task, end } = createTasks();
    const first = limit.run(task('a'), patient);
    const impatient = new AbortController();
    const second = limit.run(task('b'), impatient.signal);
    impatient.abort();
    await expect(second).rejects.toThrow('too long');
    const third = limit.run(task('c'), patient);
    await end('a');
    expect(begun).toEqual(['a', 'c']);
    await end('c');
    expect(await Promise.all([first, third])).toEqual(['a', 'c']);
  });

  it('does not stop a task that runs already', async () => {
    const limit = new ConcurrencyLimit({ maxRunning: 1, maxWaiting: 1 });
    const { task, end } = createTasks();
    const impatient = new AbortController();
    const running = limit.run(task('a'), impatient.signal);
    await end('');
    impatient.abort();
    await end('a');
    expect(await running).toBe('a');
  });
});
