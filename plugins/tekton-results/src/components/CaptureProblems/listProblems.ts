import type {
  CaptureHealth,
  CaptureProblem,
} from 'backstage-plugin-tekton-results-common';

/** A problem of a cluster, or of one resource of it. */
export interface ClusterProblem {
  readonly cluster: string;
  readonly resource?: string;
  readonly problem: CaptureProblem;
}

/**
 * The problems to tell a reader of. A problem of a whole cluster stands for those
 * of its resources, which have the same cause.
 *
 * @param cluster - Only of this cluster.
 */
export function listProblems(
  health: CaptureHealth,
  cluster?: string,
): ClusterProblem[] {
  return health.clusters
    .filter(({ name }) => cluster === undefined || name === cluster)
    .flatMap(({ title, problem, resources }): ClusterProblem[] => {
      if (problem) {
        return [{ cluster: title, problem }];
      }
      return resources.flatMap(({ resource, problem: own }) =>
        own ? [{ cluster: title, resource, problem: own }] : [],
      );
    });
}
