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
import type { DirectoryState } from './ClusterDirectory';
import { followClusters } from './followClusters';

const NEVER_MS = 1_000_000;

function stateWith(warnings: string[]): DirectoryState {
  return { warnings } as unknown as DirectoryState;
}

/** Follows a directory in which one state follows another. */
function setUp(
  states: Array<DirectoryState | Error | Promise<never>>,
  options: {
    refreshMs?: number;
    problem?: string;
    askModules?: () => Promise<void>;
  } = {},
) {
  const [first, ...others] = states;
  const logger = mockServices.logger.mock();
  const read: unknown[] = [];
  let onChange = () => {};
  let isSubscribed = true;
  const stop = followClusters({
    directory: {
      state: first as DirectoryState,
      askModules: options.askModules ?? (async () => {}),
      refresh: async () => {
        const next = others.shift() ?? first;
        if (next instanceof Error) {
          throw next;
        }
        return next;
      },
    },
    subscribe: listener => {
      onChange = listener;
      return {
        unsubscribe: () => {
          isSubscribed = false;
        },
      };
    },
    onRead: async state => {
      read.push(state);
      return options.problem ? [{ path: 'a', message: options.problem }] : [];
    },
    logger,
    refreshMs: options.refreshMs ?? NEVER_MS,
  });
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise(resolve => setTimeout(resolve, 2));
    }
  };
  return {
    stop,
    logger,
    read,
    until,
    change: () => onChange(),
    isSubscribed: () => isSubscribed,
  };
}

it('hands out what there is, and again when the configuration changes', async () => {
  const [one, two] = [stateWith([]), stateWith([])];
  const followed = setUp([one, one, two]);
  await followed.until(() => followed.read.length === 2);
  followed.change();
  await followed.until(() => followed.read.length === 3);
  expect(followed.read[1]).toBe(one);
  expect(followed.read[2]).toBe(two);
  await followed.stop();
  expect(followed.isSubscribed()).toBe(false);
});

it('reads now and then what tells nobody that it changed', async () => {
  const followed = setUp([stateWith([])], { refreshMs: 1 });
  await followed.until(() => followed.read.length >= 3);
  await followed.stop();
  const { length } = followed.read;
  followed.change();
  await followed.stop();
  expect(followed.read).toHaveLength(length);
});

it('does not wait at the end for a source that does not answer', async () => {
  const followed = setUp([stateWith([]), new Promise<never>(() => {})]);
  await followed.until(() => followed.read.length === 1);
  await followed.stop();
  expect(followed.read).toHaveLength(1);
});

it('takes up a change while a module is slow to tell its clusters', async () => {
  const followed = setUp([stateWith([]), stateWith([])], {
    askModules: () => new Promise(() => {}),
  });
  await followed.until(() => followed.read.length === 1);
  followed.change();
  await followed.until(() => followed.read.length === 2);
  await followed.stop();
  expect(followed.read).toHaveLength(2);
});

it('goes on after a failure, and leaves all as it is meanwhile', async () => {
  const error = Object.assign(new Error('no'), { input: 'SECRET' });
  const followed = setUp([stateWith([]), error, stateWith([])]);
  followed.change();
  await followed.until(() => followed.read.length === 2);
  // As a whole, an error may tell more than its message.
  expect(followed.logger.error.mock.calls).toEqual([
    ['The clusters cannot be read anew, and stay: no'],
  ]);
  await followed.stop();
});

it('tells once what is wrong, and again when it comes back', async () => {
  const careless = stateWith(['careless']);
  const followed = setUp([careless, careless, stateWith([]), careless], {
    problem: 'is wrong',
  });
  for (const _ of [1, 2]) {
    followed.change();
  }
  await followed.until(() => followed.read.length === 4);
  await followed.stop();
  expect(followed.logger.warn.mock.calls).toEqual([
    ['Clusters: careless'],
    ['Clusters: careless'],
  ]);
  expect(followed.logger.error.mock.calls).toEqual([
    ['Configuration: a is wrong'],
  ]);
});
