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
  combineJest,
  countJest,
  countPassedOnPostgres,
  countPlaywright,
  countTap,
  failedFiles,
  sum,
  summaryLine,
  withoutFiles,
} from './reports.mjs';

describe('counting tests in reports', () => {
  it('counts a file that jest could not run as a failure', () => {
    const counts = countJest({
      numPassedTests: 7,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 2,
      numPendingTests: 3,
      numTodoTests: 1,
    });
    assert.deepEqual(counts, { passed: 7, failed: 3, skipped: 4 });
  });

  it('counts only passed tests that name PostgreSQL', () => {
    const report = {
      testResults: [
        {
          assertionResults: [
            { status: 'passed', fullName: 'store, POSTGRES_18 keeps a run' },
            { status: 'failed', fullName: 'store, POSTGRES_18 lists runs' },
            { status: 'passed', fullName: 'store, SQLITE_3 keeps a run' },
          ],
        },
        { assertionResults: [] },
      ],
    };
    assert.equal(countPassedOnPostgres(report), 1);
  });

  it('counts a second try of a file in place of the first', () => {
    const test = (status, fullName) => ({ status, fullName });
    const file = (name, status, ...assertionResults) => ({
      name,
      status,
      assertionResults,
    });
    const first = {
      testResults: [
        file('a', 'passed', test('passed', 'a1'), test('pending', 'a2')),
        file('b', 'failed', test('passed', 'b1'), test('failed', 'b2')),
        file('c', 'failed'),
      ],
      numPassedTests: 2,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      numPendingTests: 1,
      numTodoTests: 0,
    };
    const second = {
      testResults: [
        file('b', 'passed', test('passed', 'b1'), test('passed', 'postgres')),
        file('c', 'failed', test('failed', 'c1')),
      ],
      numPassedTests: 2,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 0,
      numPendingTests: 0,
      numTodoTests: 0,
    };

    const failed = failedFiles(first);
    const combined = combineJest([withoutFiles(first, failed), second]);

    assert.deepEqual(failed, ['b', 'c']);
    assert.deepEqual(countJest(combined), { passed: 3, failed: 1, skipped: 1 });
    assert.equal(countPassedOnPostgres(combined), 1);
  });

  it('counts errors outside of browser tests as failures', () => {
    const counts = countPlaywright({
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'cannot load a test file' }],
    });
    assert.deepEqual(counts, { passed: 5, failed: 2, skipped: 2 });
  });

  it('counts the summary of node --test', () => {
    const tap = [
      'TAP version 13',
      '# pass 99 is not the summary',
      '# tests 6',
      '# pass 3',
      '# fail 1',
      '# cancelled 1',
      '# skipped 1',
      '# todo 0',
    ].join('\n');
    assert.deepEqual(countTap(tap), { passed: 3, failed: 2, skipped: 1 });
  });

  it('adds suites up to one line', () => {
    const suites = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 20, failed: 3, skipped: 0 },
    ];
    assert.equal(summaryLine(sum(suites)), '21 passed, 3 failed');
    assert.equal(
      summaryLine(sum([...suites, { passed: 0, failed: 0, skipped: 2 }])),
      '21 passed, 3 failed, 2 skipped',
    );
  });
});
