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
import { parseAllDocuments } from 'yaml';
import { withAnnotations } from './entities.mjs';

const ENTITIES = `---
# the first
metadata:
  name: a
---
metadata:
  name: b
  annotations:
    old: '1'
`;

const read = text => parseAllDocuments(text).map(document => document.toJS());

describe('annotating an entity', () => {
  it('leaves the others, and what it has, as they are', () => {
    assert.deepEqual(read(withAnnotations(ENTITIES, 'b', { new: 'true' })), [
      { metadata: { name: 'a' } },
      { metadata: { name: 'b', annotations: { old: '1', new: 'true' } } },
    ]);
  });

  it('begins the annotations of one that has none', () => {
    assert.deepEqual(
      read(withAnnotations(ENTITIES, 'a', { new: 'x' }))[0].metadata,
      { name: 'a', annotations: { new: 'x' } },
    );
  });

  it('fails without it', () => {
    assert.throws(
      () => withAnnotations(ENTITIES, 'c', {}),
      /there is no entity c/,
    );
  });
});
