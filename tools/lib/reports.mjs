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

/*
 * Counts tests in the machine-readable reports of the suites.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @returns {Counts} */
export const noTests = () => ({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    noTests(),
  );
}

/**
 * Of `jest --json`. A test file that could not be run at all counts as one
 * failure, as none of its tests are in the report.
 *
 * @returns {Counts}
 */
export function countJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The files of a report of Jest in which a test, or all of the file, failed. */
export function failedFiles(report) {
  return report.testResults
    .filter(file => file.status === 'failed')
    .map(file => file.name);
}

/** A report of Jest without those files. */
export function withoutFiles(report, names) {
  const left = report.testResults.filter(file => !names.includes(file.name));
  const tests = left.flatMap(file => file.assertionResults);
  const count = status => tests.filter(test => test.status === status).length;
  return {
    testResults: left,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numRuntimeErrorTestSuites: 0,
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
  };
}

/** One report of Jest of several, which have no file in common. */
export function combineJest(reports) {
  const total = key => reports.reduce((all, report) => all + report[key], 0);
  return {
    testResults: reports.flatMap(report => report.testResults),
    numPassedTests: total('numPassedTests'),
    numFailedTests: total('numFailedTests'),
    numRuntimeErrorTestSuites: total('numRuntimeErrorTestSuites'),
    numPendingTests: total('numPendingTests'),
    numTodoTests: total('numTodoTests'),
  };
}

/** How many tests that name PostgreSQL in their title have passed. */
export function countPassedOnPostgres(report) {
  return report.testResults
    .flatMap(file => file.assertionResults)
    .filter(test => test.status === 'passed' && /postgres/i.test(test.fullName))
    .length;
}

/**
 * Of Playwright's JSON reporter. Its `errors` are those outside of any test,
 * such as a test file that does not load. A flaky test passed in the end.
 *
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected + flaky,
    failed: unexpected + (report.errors?.length ?? 0),
    skipped,
  };
}

/**
 * Of the summary that `node --test` writes at the end of its TAP output.
 *
 * @param {string} tap
 * @returns {Counts}
 */
export function countTap(tap) {
  const number = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  };
}

/**
 * The last line of `npm test`.
 *
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
