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

import { RESOURCES } from '../kubernetes';
import { expireEvents } from './expireEvents';
import { ObjectStore } from './objectStore';

it('removes events an hour after they last happened', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const store = new ObjectStore({ now: () => now });
  const add = (name: string, more = {}) =>
    store.create(RESOURCES.events, {
      metadata: { name, namespace: 'shop' },
      ...more,
    });
  add('once');
  add('again', { lastTimestamp: '2026-01-01T00:30:00Z' });
  now += 61 * 60 * 1000;
  expireEvents(store);
  expect(store.list(RESOURCES.events).map(e => e.metadata.name)).toEqual([
    'again',
  ]);
});
