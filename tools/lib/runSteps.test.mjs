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
import { runSteps } from './runSteps.mjs';

const step = (name, outcome, more) => ({
  name,
  title: `step ${name}`,
  run: async () => outcome,
  ...more,
});

async function runQuietly(steps) {
  const told = [];
  const tell = message => told.push(message);
  const result = await runSteps(steps, { extraArgs: [], tell, onStop() {} });
  return { ...result, told: told.join('\n') };
}

describe('running steps', () => {
  it('goes on after a failure, names it and shows its output', async () => {
    const { failures, counts, told } = await runQuietly([
      step('a', { failure: 'exit code 2', output: 'line 3 is wrong' }),
      step('b', {}),
    ]);
    assert.deepEqual(failures, ['step a: exit code 2']);
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
    assert.match(told, /line 3 is wrong/);
    assert.match(told, /\[2\/2\] step b passed/);
  });

  it('does not run what needs a failed step, and counts it as failed', async () => {
    const { failures, counts } = await runQuietly([
      step('build', { failure: 'exit code 1' }),
      step('browser', {}, { needs: ['build'] }),
    ]);
    assert.deepEqual(failures, [
      'step build: exit code 1',
      'step browser: not run, as it needs: step build',
    ]);
    assert.equal(counts.failed, 2);
  });

  it('counts a suite that fails without a failed test', async () => {
    const { counts } = await runQuietly([
      step('unit', {
        failure: 'exit code 1',
        counts: { passed: 5, failed: 0, skipped: 0 },
      }),
    ]);
    assert.deepEqual(counts, { passed: 5, failed: 1, skipped: 0 });
  });

  it('takes an error for a failure', async () => {
    const { failures } = await runQuietly([
      {
        name: 'chromium',
        title: 'Chromium',
        run: async () => {
          throw new Error('there is none');
        },
      },
    ]);
    assert.deepEqual(failures, ['Chromium: there is none']);
  });
});
