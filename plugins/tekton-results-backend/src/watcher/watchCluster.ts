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

import { setMaxListeners } from 'events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { UnstoredRun } from 'backstage-plugin-tekton-results-common';
import {
  EVENT_RESOURCE,
  RUN_RESOURCES,
  type Cluster,
  type RunResource,
} from '../cluster';
import type { WatcherConfig } from '../config';
import type { CollectLogs } from '../logs';
import type {
  CaptureStore,
  EventStore,
  LeaseStore,
  StewardStore,
} from '../store';
import { ArchivePolicy } from './archive';
import type { ClusterMonitor } from './CaptureMonitor';
import { captureScope, describeResource } from './captureScope';
import { realClock } from './clock';
import { endTogether } from './endTogether';
import { ClusterEvents, EventsWatcher, noEventsCapture } from './events';
import { LeasedCaptureStore } from './LeasedCaptureStore';
import { LeaseKeeper, type HeldLease } from './lease';
import { logOutages } from './logOutages';
import type { WatcherMetrics } from './metrics';
import { Reflector } from './Reflector';
import { RightsChecker } from './rights';
import {
  noLogsCapture,
  RunWriter,
  Steward,
  stewardSettings,
  type LogsCapture,
  type StewardReport,
} from './steward';

const LEFT_FINALIZERS =
  'Runs have the finalizer of Tekton Results, and the credential may not release it: deleted runs wait for ever. ' +
  "Let it patch runs; or if a Tekton Results that still runs owns it, set finalizers: 'never'";
/** As rights and health name it. */
const POD_LOGS = 'pods/log';

/** The sides of the archive that watching needs. */
export interface WatchedStores {
  readonly capture: CaptureStore;
  readonly steward: StewardStore;
  readonly leases: LeaseStore;
  readonly events: EventStore;
}

/** How a cluster is watched. */
export interface WatchClusterOptions {
  readonly cluster: Cluster;
  readonly config: WatcherConfig;
  readonly stores: WatchedStores;
  readonly monitor: ClusterMonitor;
  readonly metrics: WatcherMetrics;
  /** This process, among those that share the database. */
  readonly holder: string;
  /** Who keeps the logs of runs; absent: nobody does. */
  readonly collectLogs?: CollectLogs;
  /** In place of that, one who only tells how they stand. */
  readonly logs?: LogsCapture;
  readonly logger: LoggerService;
}

/**
 * Keeps the store in step with a cluster and looks after its runs, whenever no
 * other process does. Ends when the signal is aborted and nothing is written any
 * more; never rejects.
 */
export async function watchCluster(
  options: WatchClusterOptions,
  signal: AbortSignal,
): Promise<void> {
  const { cluster, metrics, monitor, stores, holder, logger } = options;
  const keeper = new LeaseKeeper({
    store: stores.leases,
    name: `watch/${cluster.name}`,
    holder,
    onChange: held => {
      metrics.cluster(cluster.name).leaseHeld(held);
      monitor.standby(!held);
    },
    onAsked: error => monitor.leaseAsked(error),
    logger,
  });
  await keeper.run(
    (held, term) => watchUnderLease(options, held, term),
    signal,
  );
}

async function watchUnderLease(
  options: WatchClusterOptions,
  held: HeldLease,
  term: AbortSignal,
): Promise<void> {
  const { cluster, config, stores, logger } = options;
  const { name, connection, writer } = cluster;
  const metrics = options.metrics.cluster(name);
  const places = watchedPlaces(cluster);
  const resources = await watchedResources(options);
  const policy = new ArchivePolicy(
    config.archive,
    resources.map(({ kind }) => kind),
  );
  const lost = new AbortController();
  const signal = AbortSignal.any([term, lost.signal]);
  // Each request listens to it; that is no leak.
  setMaxListeners(0, signal);

  const instruments = (resource: string, namespace?: string) => ({
    monitor: logOutages({
      monitor: options.monitor.resource(resource, namespace),
      what: describeResource({
        resource: { plural: resource },
        namespace,
        cluster: name,
      }),
      logger,
    }),
    metrics: options.metrics.resource({ cluster: name, resource, namespace }),
  });

  const eventsWatcher = (namespace: string | undefined) =>
    new EventsWatcher({
      cluster: name,
      connection,
      namespace,
      store: stores.events,
      waitsForRun: ({ subject }) => policy.storesLate(subject.namespace),
      ...instruments(EVENT_RESOURCE.plural, namespace),
      logger: logger.child({ resource: EVENT_RESOURCE.plural }),
    });
  const events = config.storeEvents
    ? new ClusterEvents({
        watchers: new Map(
          places.map(namespace => [namespace, eventsWatcher(namespace)]),
        ),
      })
    : undefined;
  const collector = options.collectLogs?.begin({
    cluster,
    lease: held.lease,
    storeDeadlineMs: config.storeDeadlineMs,
    monitor: instruments(POD_LOGS).monitor,
    onLost: () => lost.abort(),
    logger,
    clock: realClock,
  });
  const rights = new RightsChecker({
    config,
    logs: collector !== undefined,
    namespaces: cluster.namespaces,
    writer,
    monitor: options.monitor,
    metrics,
    logger,
  });
  const steward = new Steward({
    cluster: name,
    store: stores.steward,
    policy,
    held,
    writer: new RunWriter({
      connection,
      writer,
      resourceOf: kind => resources.find(resource => resource.kind === kind),
    }),
    care: {
      logs: collector ?? options.logs ?? noLogsCapture,
      events: events ?? noEventsCapture,
      onRefused: () => connection.renewCredential(),
    },
    resolveSettings: ending =>
      stewardSettings({
        config,
        resources,
        namespaces: cluster.namespaces,
        writer,
        signal: ending,
      }),
    onLeftFinalizers: left => {
      rights.leavesFinalizers(left);
      if (left && config.finalizers === 'auto') {
        logger.warn(LEFT_FINALIZERS);
      }
    },
    metrics,
    logger,
  });
  const store = new LeasedCaptureStore({
    store: stores.capture,
    stored: stores.steward,
    policy,
    ownsFinalizers: () => steward.ownsFinalizers(config.finalizers),
    summaryKeys: config,
    held,
    onLost: () => lost.abort(),
    listener: {
      stored: runs => {
        events?.runsStored(runs);
        steward.stored(runs);
        collector?.stored(runs);
      },
      protect: runs => steward.protect(runs),
    },
    metrics,
  });
  const reflect = (resource: RunResource, namespace: string | undefined) =>
    new Reflector({
      cluster: name,
      connection,
      resource,
      namespace,
      store,
      ...instruments(resource.plural, namespace),
      logger: logger.child({ resource: resource.plural }),
      onSetAside: run => store.setAside(run),
    }).run(signal);
  options.monitor.observeUnstored(() => unstoredRun(steward.report()));
  options.monitor.observeCare(() => steward.report().problem);
  try {
    await endTogether(
      [
        rights.run(signal),
        steward.run(signal),
        ...(events ? [events.run(signal)] : []),
        ...(collector ? [collector.run(signal)] : []),
        ...resources.flatMap(resource =>
          places.map(namespace => reflect(resource, namespace)),
        ),
      ],
      () => lost.abort(),
    );
  } finally {
    // Else a replica that waits would go on telling what it saw last.
    metrics.queued(0);
    metrics.missingRights(0);
    for (const { plural } of events
      ? [...resources, EVENT_RESOURCE]
      : resources) {
      places.forEach(namespace =>
        instruments(plural, namespace).metrics.queued(0),
      );
    }
  }
}

/** The namespaces to watch; undefined stands for all of them, with one watch. */
function watchedPlaces({
  namespaces,
}: Cluster): readonly (string | undefined)[] {
  return namespaces ?? [undefined];
}

/**
 * The resources of the kinds that are archived, and of those that were: runs that
 * are still in the cluster are stored to their end and released.
 */
async function watchedResources({
  cluster,
  config,
  stores,
}: WatchClusterOptions): Promise<RunResource[]> {
  const watched = await Promise.all(
    RUN_RESOURCES.map(async resource => {
      if (config.archive.kinds.includes(resource.kind)) {
        return [resource];
      }
      const live = await Promise.all(
        watchedPlaces(cluster).map(namespace =>
          stores.capture.liveRuns(
            captureScope({ cluster: cluster.name, resource, namespace }),
          ),
        ),
        // Better one that is not needed than one that is missing.
      ).catch(() => undefined);
      return live?.every(({ size }) => size === 0) ? [] : [resource];
    }),
  );
  return watched.flat();
}

function unstoredRun({ oldestStuck }: StewardReport): UnstoredRun | undefined {
  if (!oldestStuck) {
    return undefined;
  }
  const { uid, kind, namespace, name, completedAt, reason } = oldestStuck;
  return {
    uid,
    kind,
    namespace,
    name,
    reason,
    ...(completedAt !== undefined && {
      completedAt: new Date(completedAt).toISOString(),
    }),
  };
}
