import type { RunSummary } from 'backstage-plugin-tekton-results-common';

/** What a run is called where people read: its name alone says little. */
export function runTitle(run: RunSummary): string {
  return run.displayName || run.source.title || run.name;
}
