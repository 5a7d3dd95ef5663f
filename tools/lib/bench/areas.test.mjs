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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areasToRun, defaultRecords } from './areas.mjs';

describe('the areas of a command line', () => {
  it('are the one that is named, or all', () => {
    assert.deepEqual(areasToRun(['store']), ['store']);
    const all = areasToRun(['all']);
    assert.equal(all.at(0), 'store');
    assert.equal(all.at(-1), 'ui');
    assert.equal(new Set(all).size, 9);
  });

  it('are none if there is no such area, or more than one name', () => {
    assert.equal(areasToRun([]), undefined);
    assert.equal(areasToRun(['nothing']), undefined);
    assert.equal(areasToRun(['api', 'lists']), undefined);
  });

  it('that add or remove records come after those that compare all of them', () => {
    const all = areasToRun(['all']);
    const place = name => all.indexOf(name);
    for (const changing of ['api', 'retention', 'logs', 'watcher', 'soak']) {
      assert.ok(place(changing) > place('filters'));
      assert.ok(place(changing) > place('lists'));
    }
  });

  it('have the same number of records if they share databases', () => {
    assert.equal(defaultRecords('api', { isOneOfMany: true }), '200000');
    assert.equal(defaultRecords('retention', { isOneOfMany: true }), '200000');
    assert.equal(
      defaultRecords('retention', { isOneOfMany: false }),
      undefined,
    );
    assert.equal(defaultRecords('store', { isOneOfMany: true }), undefined);
    assert.equal(defaultRecords('soak', { isOneOfMany: true }), undefined);
  });
});
