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

import { buildApp } from './appBuild.mjs';
import { newReport, runPlaywright } from './browserTests.mjs';
import { findOrInstallChromium } from './chromium.mjs';
import { backstageCli, binary, runNode } from './commands.mjs';
import { startPostgres } from './postgres.mjs';
import {
  combineJest,
  countJest,
  countPassedOnPostgres,
  countPlaywright,
  countTap,
  failedFiles,
  withoutFiles,
} from './reports.mjs';

/** They take a quarter of an hour on two idle cores, and far longer on busy ones. */
const UNIT_TESTS_TIMEOUT_MS = 60 * 60_000;
/** More than these do not fail by chance. */
const MAX_FILES_TRIED_AGAIN = 4;

/*
 * The steps of `npm test`, in order. Each returns what went wrong, and the
 * counts of its tests if it runs some.
 *
 * @typedef {import('./reports.mjs').Counts} Counts
 * @typedef {{ failure?: string, output?: string, counts?: Counts }} Outcome
 * @typedef {{
 *   extraArgs: string[],
 *   tell: (message: string) => void,
 *   onStop: (stop: () => Promise<void>) => void,
 *   chromiumPath?: string,
 *   postgres?: { databases: number, passedTests: number },
 * }} Context what earlier steps leave for later ones
 * @typedef {{
 *   name: string,
 *   title: string,
 *   needs?: string[], steps that must have passed before
 *   follows?: string, a step that this one judges, whenever all of it runs
 *   run: (context: Context) => Promise<Outcome>,
 * }} Step
 */
/** @type {Step[]} */
export const testSteps = [
  check('format', 'format (prettier)', ({ extraArgs }) => [
    binary('prettier'),
    '--check',
    '--loglevel=warn',
    ...orAll(extraArgs, ['.']),
  ]),
  check('lint', 'lint (eslint)', ({ extraArgs }) => [
    backstageCli(),
    'repo',
    'lint',
    '--max-warnings=0',
    ...extraArgs,
  ]),
  check('unused', 'unused code and dependencies (knip)', ({ extraArgs }) => [
    binary('knip'),
    '--no-config-hints',
    ...extraArgs,
  ]),
  check('types', 'types (tsc)', ({ extraArgs }) => [
    binary('typescript', 'tsc'),
    // Declarations that were written in several goes have another order.
    '--incremental',
    'false',
    ...extraArgs,
  ]),
  {
    // It reads the declarations that tsc writes.
    ...check('api-reports', 'API reports', ({ extraArgs }) => [
      binary('@backstage/repo-tools', 'backstage-repo-tools'),
      'api-reports',
      '--ci',
      '--include=plugins/*',
      // As in the script build:api-reports, which writes the reports.
      '--omit-messages=ae-wrong-input-file-type,ae-undocumented',
      '--validate-release-tags',
      ...extraArgs,
    ]),
    needs: ['types'],
  },
  check('config', 'configuration', ({ extraArgs }) => [
    backstageCli(),
    'config:check',
    '--lax',
    ...extraArgs,
  ]),
  { name: 'tools', title: 'tests of tools/', run: runToolsTests },
  { name: 'unit', title: 'unit tests', run: runUnitTests },
  {
    name: 'postgres-ran',
    title: 'unit tests ran on PostgreSQL',
    follows: 'unit',
    run: checkPostgresRan,
  },
  { name: 'build', title: 'build of the app', run: buildAppStep },
  { name: 'chromium', title: 'Chromium', run: findChromiumStep },
  {
    name: 'browser',
    title: 'browser tests',
    needs: ['build', 'chromium'],
    run: runBrowserTests,
  },
];

/**
 * A step that is one program, whose output matters only if it fails.
 *
 * @param {string} name
 * @param {string} title
 * @param {(context: Context) => string[]} args
 * @returns {Step}
 */
function check(name, title, args) {
  return {
    name,
    title,
    run: async context => asOutcome(await runNode(args(context))),
  };
}

/** @returns {Promise<Outcome>} */
async function runToolsTests({ extraArgs }) {
  const { ok, reason, output } = await runNode([
    '--test',
    '--test-reporter=tap',
    ...orAll(extraArgs, ['tools/**/*.test.mjs']),
  ]);
  return suiteOutcome({ ok, reason, output, counts: countTap(output) });
}

/** @returns {Promise<Outcome>} */
async function runUnitTests(context) {
  const postgres = await startPostgres();
  context.onStop(postgres.stop);
  try {
    const first = await runJest(postgres, 2, context.extraArgs);
    const failed = first.content ? failedFiles(first.content) : [];
    if (
      !process.env.CI ||
      failed.length === 0 ||
      failed.length > MAX_FILES_TRIED_AGAIN
    ) {
      return unitTestsOutcome(context, postgres, first);
    }
    // As with the browser tests, so that a machine that stalls is not taken for a fault.
    context.tell(
      `These failed, and are tried again alone:\n  ${failed.join('\n  ')}`,
    );
    const second = await runJest(postgres, 1, failed);
    return unitTestsOutcome(context, postgres, {
      ...second,
      content:
        second.content &&
        combineJest([withoutFiles(first.content, failed), second.content]),
    });
  } finally {
    await postgres.stop();
  }
}

async function runJest(postgres, workers, args) {
  const report = await newReport('unit.json');
  const result = await runNode(
    [
      backstageCli(),
      'repo',
      'test',
      '--watch=false',
      `--maxWorkers=${workers}`,
      // A loaded machine is slow; what hangs is found all the same.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${report.file}`,
      ...args,
    ],
    {
      show: true,
      env: unitTestEnv(postgres),
      timeoutMs: UNIT_TESTS_TIMEOUT_MS,
    },
  );
  return { result, content: await report.read() };
}

/** @returns {Outcome} */
function unitTestsOutcome(context, postgres, { result, content }) {
  context.postgres = {
    databases: postgres.countTestDatabases(),
    passedTests: content ? countPassedOnPostgres(content) : 0,
  };
  return suiteOutcome({ ...result, counts: content && countJest(content) });
}

function unitTestEnv(postgres) {
  return {
    [`BACKSTAGE_TEST_DATABASE_POSTGRES${postgres.major}_CONNECTION_STRING`]:
      postgres.connectionString,
    // Else Backstage looks for Docker when CI is set, and fails without it.
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    // Jest loads packages that are ES modules only, such as the Kubernetes
    // client, with this flag alone.
    NODE_OPTIONS: [
      process.env.NODE_OPTIONS,
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/**
 * Tests leave databases out that they cannot reach. That must not go unseen:
 * the server has to have seen them, and the report to name them.
 *
 * @returns {Promise<Outcome>}
 */
async function checkPostgresRan({ postgres }) {
  const { databases = 0, passedTests = 0 } = postgres ?? {};
  if (databases > 0 && passedTests > 0) return {};
  return {
    failure: `PostgreSQL saw ${databases} test databases, and ${passedTests} tests that name it passed`,
  };
}

/** @returns {Promise<Outcome>} */
async function buildAppStep() {
  return asOutcome(await buildApp());
}

/** @returns {Promise<Outcome>} */
async function findChromiumStep(context) {
  context.chromiumPath = await findOrInstallChromium(context.tell);
  return {};
}

/** @returns {Promise<Outcome>} */
async function runBrowserTests({ extraArgs, chromiumPath }) {
  const { result, content } = await runPlaywright({
    chromiumPath,
    args: extraArgs,
  });
  return suiteOutcome({
    ...result,
    counts: content && countPlaywright(content),
  });
}

/**
 * @param {{ ok: boolean, reason: string, output?: string, counts?: Counts }} result
 * @returns {Outcome}
 */
function suiteOutcome({ ok, reason, output, counts }) {
  if (!counts) return { failure: `there is no report, ${reason}`, output };
  if (counts.failed > 0) {
    return { failure: `${counts.failed} failed`, output, counts };
  }
  if (!ok) return { failure: reason, output, counts };
  if (counts.passed === 0) return { failure: 'no test ran', output, counts };
  return { counts };
}

/** @returns {Outcome} */
function asOutcome({ ok, reason, output }) {
  return ok ? {} : { failure: reason, output };
}

const orAll = (args, all) => (args.length > 0 ? args : all);
