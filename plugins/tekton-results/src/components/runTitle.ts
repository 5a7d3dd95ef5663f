import type { RunSummary } from 'backstage-plugin-tekton-results-common';

/** What to call a run: the name given to it for people, the commit, or its name. */
export function runTitle(
  run: Pick<RunSummary, 'displayName' | 'name' | 'source'>,
): string {
  return run.displayName ?? run.source.title ?? run.name;
}
