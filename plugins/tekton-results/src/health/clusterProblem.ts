import type {
  CaptureProblem,
  ClusterHealth,
} from 'backstage-plugin-tekton-results-common';

/** What keeps a cluster from being captured: its own problem or a resource's. */
export function clusterProblem(
  cluster: ClusterHealth,
): CaptureProblem | undefined {
  if (cluster.state !== 'failing') {
    return undefined;
  }
  return (
    cluster.problem ??
    cluster.resources.find(({ problem }) => problem)?.problem
  );
}
