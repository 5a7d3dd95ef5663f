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

import { noTests, sum } from './reports.mjs';

/*
 * Runs steps one after the other and tells how they end. A step without tests
 * counts as one passed or failed.
 *
 * @typedef {import('./reports.mjs').Counts} Counts
 */

/**
 * @param {import('./testSteps.mjs').Step[]} steps
 * @param {import('./testSteps.mjs').Context} context
 * @returns {Promise<{ failures: string[], counts: Counts }>}
 */
export async function runSteps(steps, context) {
  const failures = new Map();
  const allCounts = [];
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.title}`;
    const missing = step.needs?.find(name => failures.has(name));
    if (!missing) context.tell(`${label} …`);
    const start = Date.now();
    const outcome = missing
      ? { failure: `not run, as it needs: ${titleOf(steps, missing)}` }
      : await outcomeOf(step, context);
    const took = `${((Date.now() - start) / 1000).toFixed(0)} s`;
    const counts = countsOf(outcome);
    allCounts.push(counts);
    if (outcome.failure) {
      failures.set(step.name, `${step.title}: ${outcome.failure}`);
      if (outcome.output) context.tell(outcome.output.trimEnd());
      context.tell(`${label} FAILED: ${outcome.failure} (${took})\n`);
    } else {
      const tests = outcome.counts ? `${counts.passed} tests passed` : 'passed';
      context.tell(`${label} ${tests}, ${took}`);
    }
  }
  return { failures: [...failures.values()], counts: sum(allCounts) };
}

async function outcomeOf(step, context) {
  try {
    return await step.run(context);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** @returns {Counts} */
function countsOf({ failure, counts }) {
  if (!counts) {
    return { ...noTests(), [failure ? 'failed' : 'passed']: 1 };
  }
  // A suite can fail though none of its tests did.
  return failure ? { ...counts, failed: counts.failed || 1 } : counts;
}

const titleOf = (steps, name) =>
  steps.find(step => step.name === name)?.title ?? name;
