import type { RunRef } from 'backstage-plugin-tekton-results-common';

/** Page of a run, below the tab that lists the runs. */
export function runPath(basePath: string, { cluster, uid }: RunRef): string {
  return `${basePath.replace(/\/$/, '')}/${encodeURIComponent(
    cluster,
  )}/${encodeURIComponent(uid)}`;
}

/** The object of a run, as YAML. */
export function runYamlPath(basePath: string, ref: RunRef): string {
  return `${runPath(basePath, ref)}/yaml`;
}
