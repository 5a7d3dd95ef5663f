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

import { answersInTime, ANSWER_MS } from './answersInTime';
import { StoreError } from './StoreError';

function setUp() {
  const answers: Array<{
    resolve: (value: string) => void;
    reject: (error: Error) => void;
  }> = [];
  class Store {
    readonly greeting = 'hello';

    async ask(name: string) {
      const answer = await new Promise<string>((resolve, reject) =>
        answers.push({ resolve, reject }),
      );
      return `${this.greeting} ${name}: ${answer}`;
    }

    answerAtOnce() {
      return this.greeting;
    }

    askForLong(name: string) {
      return this.ask(name);
    }
  }
  const store = answersInTime(new Store(), {
    except: ['askForLong', 'answerAtOnce'],
  });
  return { store, answers };
}

describe('answersInTime', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('gives the answer, or why there is none, and leaves no timer behind', async () => {
    const { store, answers } = setUp();
    expect(store.greeting).toBe('hello');
    expect(store.answerAtOnce()).toBe('hello');
    const asked = [store.ask('a'), store.ask('b')];
    answers[0].resolve('here');
    answers[1].reject(new Error('away'));
    await expect(asked[0]).resolves.toBe('hello a: here');
    await expect(asked[1]).rejects.toThrow('away');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('fails when there is no answer, and does not mind one that comes late', async () => {
    const { store, answers } = setUp();
    const outcome = store.ask('a').catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(ANSWER_MS);
    expect(await outcome).toEqual(StoreError.unanswered(ANSWER_MS));
    answers[0].reject(new Error('connection lost'));
    await jest.advanceTimersByTimeAsync(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits as long as it takes for calls that see to it by themselves', async () => {
    const { store, answers } = setUp();
    const asked = store.askForLong('a');
    await jest.advanceTimersByTimeAsync(10 * ANSWER_MS);
    answers[0].resolve('at last');
    await expect(asked).resolves.toBe('hello a: at last');
  });
});
