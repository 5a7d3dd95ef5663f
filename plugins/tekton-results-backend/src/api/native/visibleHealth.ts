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

import type {
  CaptureHealth,
  ClusterHealth,
  ResourceHealth,
} from 'backstage-plugin-tekton-results-common';
import { healthState } from '../../watcher';
import { decideOnPlace, type AccessFilter } from '../../store';

/**
 * What somebody may know of the health: that of clusters in which they may see
 * runs, and a run in it only where they may see all runs. Mistakes in the configuration name others, and are for admins.
 */
export function visibleHealth(
  health: CaptureHealth,
  { access, isAdmin }: { access: AccessFilter; isAdmin: boolean },
): CaptureHealth {
  const clusters = health.clusters
    .filter(({ name }) => mayKnow(access, { cluster: name }))
    .map(cluster => ({
      ...cluster,
      oldestUnstored: visibleRun(cluster, access),
      resources: cluster.resources
        .filter(({ namespace }) =>
          mayKnow(access, { cluster: cluster.name, namespace }),
        )
        .map(resource => visibleResource(cluster.name, resource, access)),
      missingRights: cluster.missingRights?.filter(({ namespace }) =>
        mayKnow(access, { cluster: cluster.name, namespace }),
      ),
    }));
  const configProblems = isAdmin ? health.configProblems : [];
  const { database, logStorage } = health;
  return {
    state: healthState({ clusters, configProblems, database, logStorage }),
    clusters,
    configProblems,
    ...(database && {
      database: isAdmin ? database : { ...database, message: undefined },
    }),
    ...(logStorage && {
      logStorage: isAdmin ? logStorage : { ...logStorage, message: undefined },
    }),
  };
}

/** Whether there may be a run in a place that they may see. */
function mayKnow(
  access: AccessFilter,
  place: { cluster: string; namespace?: string },
): boolean {
  return decideOnPlace(access, place) !== false;
}

/** Of a run that is not stored whole, only its place is known here. */
function visibleRun(
  { name, oldestUnstored }: ClusterHealth,
  access: AccessFilter,
): ClusterHealth['oldestUnstored'] {
  const place = { cluster: name, namespace: oldestUnstored?.namespace };
  return decideOnPlace(access, place) === true ? oldestUnstored : undefined;
}

/** Of an object that cannot be read, too, only its place is known. */
function visibleResource(
  cluster: string,
  resource: ResourceHealth,
  access: AccessFilter,
): ResourceHealth {
  const { unreadable, namespace } = resource;
  const maySee = (place: { namespace?: string }) =>
    decideOnPlace(access, { cluster, ...place }) === true;
  return {
    ...resource,
    ...(resource.runs && !maySee({ namespace }) && { runs: undefined }),
    ...(unreadable &&
      !maySee({ namespace: unreadable.last?.namespace }) && {
        unreadable: { count: unreadable.count },
      }),
  };
}
