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

import { atMs, sampleTasks } from '../__testUtils__';
import { keyedTasks } from '../location';
import { treegridMove } from './treegridMove';
import { waterfallRows } from './waterfallRows';

const rows = waterfallRows({
  tasks: keyedTasks(sampleTasks()),
  critical: new Set(),
  collapsed: new Set(['build']),
  filter: 'all',
  nowMs: atMs(50),
});
const indexOf = (id: string) => rows.findIndex(row => row.id === id);
const move = (key: string, id: string, letters = true) =>
  treegridMove(key, indexOf(id), rows, { letters });
const focus = (id: string) => ({ kind: 'focus', index: indexOf(id) });

it.each([
  ['ArrowDown', 'clone', 'matrix/test'],
  ['j', 'clone', 'matrix/test'],
  ['k', 'test:1', 'matrix/test'],
  ['ArrowUp', 'clone', 'clone'],
  ['ArrowDown', 'notify', 'notify'],
  ['Home', 'build', 'clone'],
  ['End', 'build', 'notify'],
  ['PageDown', 'clone', 'notify'],
  ['PageUp', 'notify', 'clone'],
  ['ArrowRight', 'matrix/test', 'test:1'],
  ['ArrowLeft', 'test:2', 'matrix/test'],
])('%s goes from %s to %s', (key, from, to) => {
  expect(move(key, from)).toEqual(focus(to));
});

it('opens and closes what is below a row', () => {
  expect(move('ArrowRight', 'build')).toEqual({ kind: 'toggle', id: 'build' });
  expect(move('ArrowLeft', 'matrix/test')).toEqual({
    kind: 'toggle',
    id: 'matrix/test',
  });
});

it('selects with Enter and leaves other keys alone', () => {
  expect(move('Enter', 'clone')).toEqual({ kind: 'select' });
  expect(move('ArrowLeft', 'clone')).toEqual({ kind: 'none' });
  expect(move('ArrowRight', 'clone')).toEqual({ kind: 'none' });
  expect(move('j', 'clone', false)).toEqual({ kind: 'none' });
  expect(treegridMove('Enter', -1, [], { letters: true })).toEqual({
    kind: 'none',
  });
});
