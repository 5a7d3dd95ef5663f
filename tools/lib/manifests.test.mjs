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
import {
  archiveResolutions,
  withDependencies,
  withResolutions,
} from './manifests.mjs';

describe('changing a package.json', () => {
  it('adds resolutions, and replaces those of the same name', () => {
    assert.deepEqual(
      withResolutions(
        { name: 'root', resolutions: { a: '^1', b: '^1' } },
        { b: '^2', c: '^2' },
      ),
      { name: 'root', resolutions: { a: '^1', b: '^2', c: '^2' } },
    );
  });

  it('adds dependencies where there were none', () => {
    assert.deepEqual(withDependencies({ name: 'x' }, { a: '^1' }), {
      name: 'x',
      dependencies: { a: '^1' },
    });
  });

  it('leads to packed packages', () => {
    assert.deepEqual(
      archiveResolutions([{ name: 'a', file: 'a-0.1.0.tgz' }], 'packed'),
      { a: 'file:./packed/a-0.1.0.tgz' },
    );
  });
});
