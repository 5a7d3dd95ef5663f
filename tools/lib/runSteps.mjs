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
