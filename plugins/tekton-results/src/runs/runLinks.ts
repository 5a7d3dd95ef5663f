import type { RunRef } from 'backstage-plugin-tekton-results-common';

/** The page of a run, seen from the list. */
export function runPath({ cluster, uid }: RunRef): string {
  return `${encodeURIComponent(cluster)}/${encodeURIComponent(uid)}`;
}
