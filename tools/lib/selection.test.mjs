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
import { selectSteps } from './selection.mjs';

const steps = [
  { name: 'lint' },
  { name: 'unit' },
  { name: 'unit-judge', follows: 'unit' },
  { name: 'build' },
  { name: 'browser', needs: ['build'] },
];

const select = (...argv) => {
  const { names, extraArgs } = selectSteps(argv, steps);
  return { names: [...names].sort(), extraArgs };
};

describe('selecting steps', () => {
  it('takes all without arguments', () => {
    assert.equal(select().names.length, steps.length);
  });

  it('brings along what a step needs', () => {
    assert.deepEqual(select('browser').names, ['browser', 'build']);
  });

  it('judges a step only if all of it runs', () => {
    assert.deepEqual(select('unit').names, ['unit', 'unit-judge']);
    assert.deepEqual(select('unit', 'src/a.test.ts'), {
      names: ['unit'],
      extraArgs: ['src/a.test.ts'],
    });
  });

  it('takes several by --only', () => {
    assert.deepEqual(select('--only', 'lint,build').names, ['build', 'lint']);
    assert.deepEqual(select('--only=lint').names, ['lint']);
  });

  it('passes on what looks like a step after other arguments', () => {
    assert.deepEqual(select('unit', '--', '-t', 'lint').extraArgs, [
      '-t',
      'lint',
    ]);
  });

  it('refuses unknown steps, and arguments for nobody', () => {
    assert.throws(
      () => select('--only', 'lnt'),
      /no step "lnt"; there are lint/,
    );
    assert.throws(() => select('lnt'), /Name one step that gets "lnt"/);
  });
});
