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

import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ConflictError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { TEKTON_RESULTS_PLUGIN_ID } from 'backstage-plugin-tekton-results-common';
import {
  tektonResultsClustersExtensionPoint,
  tektonResultsLogsExtensionPoint,
  type ClusterSource,
  type LogDriverFactory,
} from 'backstage-plugin-tekton-results-node';
import {
  ApiMetrics,
  AuditLog,
  createRouter,
  ExpensiveRequests,
  LogFollowers,
  mountOnRoot,
  PositionSealer,
  type ResultsApi,
} from './api';
import {
  CallerAuth,
  createKubernetesAuth,
  EntityOwnership,
  registerPermissions,
  RunPermissions,
} from './auth';
import {
  ClusterDirectory,
  followClusters,
  type DirectoryState,
} from './cluster';
import { readConfig, watcherConfigOf } from './config';
import {
  BackstageLogCaptureMetrics,
  createLogs,
  repairOrphans,
  startLogSweeper,
} from './logs';
import { announced, ChangeSignals } from './signals';
import {
  BackstageRetentionAudit,
  BackstageRetentionMetrics,
  createRetention,
  UsageMeter,
} from './retention';
import { createStores, startPromoting } from './store';
import {
  BackstageWatcherMetrics,
  CaptureMonitor,
  ClusterWatches,
  type WantedWatch,
} from './watcher';

/**
 * Archives the Tekton runs of clusters and serves them.
 *
 * @public
 */
export const tektonResultsPlugin = createBackendPlugin({
  pluginId: TEKTON_RESULTS_PLUGIN_ID,
  register(env) {
    const logDrivers = new Map<string, LogDriverFactory>();
    env.registerExtensionPoint(tektonResultsLogsExtensionPoint, {
      addDriver(factory) {
        if (logDrivers.has(factory.name)) {
          throw new ConflictError(
            `There is a log driver '${factory.name}' already`,
          );
        }
        logDrivers.set(factory.name, factory);
      },
    });
    const clusterSources: ClusterSource[] = [];
    env.registerExtensionPoint(tektonResultsClustersExtensionPoint, {
      addSource: source => clusterSources.push(source),
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        rootHttpRouter: coreServices.rootHttpRouter,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { catalog, database, httpAuth, logger } = deps;
        const { config } = readConfig(deps.rootConfig);
        const changes = new ChangeSignals({ signals: deps.signals, logger });
        deps.lifecycle.addShutdownHook(() => changes.close());
        const stores = announced(
          await createStores({
            database,
            logger,
            scanBudget: {
              maxRows: config.filters.maxScannedRecords,
              maxMs: config.filters.maxScanMs,
            },
          }),
          () => changes.changed(),
        );
        deps.lifecycle.addShutdownHook(() => stores.close());
        const directory = await ClusterDirectory.create({
          readConfig: () => readConfig(deps.rootConfig),
          kubeconfig: process.env.KUBECONFIG,
          environment: process.env,
          sources: clusterSources,
        });
        const clusters = () => directory.clusters;
        const logs = await createLogs({
          config,
          factories: [...logDrivers.values()],
          stores,
          metrics: new BackstageLogCaptureMetrics(deps.metrics),
          logger,
        });
        const { retention, problems: retentionProblems } = createRetention({
          section: config.retention,
          store: stores.retention,
          leases: stores.leases,
          metrics: new BackstageRetentionMetrics(deps.metrics),
          audit: new BackstageRetentionAudit({ auditor: deps.auditor, logger }),
          logger,
          clusters,
        });
        deps.lifecycle.addShutdownHook(() => retention.stop());
        const monitor = new CaptureMonitor({ configProblems: [] });
        const watches = new ClusterWatches({
          stores,
          monitor,
          metrics: new BackstageWatcherMetrics(deps.metrics),
          collectLogs: logs.collectLogs,
          logger,
        });
        const stopFollowing = followClusters({
          directory,
          subscribe: deps.rootConfig.subscribe?.bind(deps.rootConfig),
          logger,
          onRead: async state => {
            await logs.setClusters(state.config.clusterLogs);
            watches.update(wantedWatches(state));
            monitor.setUnsupported(state.unsupported);
            const configProblems = [
              ...state.problems,
              ...logs.problems,
              ...retentionProblems,
            ];
            monitor.setConfigProblems(configProblems);
            return configProblems;
          },
        });
        deps.lifecycle.addShutdownHook(async () => {
          await stopFollowing();
          await watches.stop();
        });
        deps.lifecycle.addShutdownHook(
          startLogSweeper({
            store: stores.logs,
            drivers: logs.drivers,
            installation: stores.installation,
            logger,
          }),
        );
        if (logs.storage) {
          deps.lifecycle.addShutdownHook(logs.storage.start());
        }
        const followers = new LogFollowers();
        deps.lifecycle.addShutdownHook(() => followers.close());
        const stopPromoting = startPromoting({ stores, logger });
        deps.lifecycle.addShutdownHook(stopPromoting);

        const ownership = new EntityOwnership({ catalog, auth: deps.auth });
        registerPermissions({
          registry: deps.permissionsRegistry,
          runs: stores.runs,
          ownership,
        });
        const permissions = new RunPermissions({
          permissions: deps.permissions,
          registry: deps.permissionsRegistry,
          ownership,
        });
        const { kubernetesAuth } = config.api;
        const shared = {
          audit: new AuditLog({ auditor: deps.auditor }),
          expensive: new ExpensiveRequests(config.api.expensiveRequests),
          positions: new PositionSealer(stores.tokenKey),
          adviseFilter: stores.adviseFilter,
          callers: new CallerAuth({
            httpAuth,
            permissions,
            results: stores.results,
            kubernetes: kubernetesAuth.enabled
              ? createKubernetesAuth({
                  clusters,
                  settings: kubernetesAuth,
                  logger,
                })
              : undefined,
          }),
        };
        const resultsApi: ResultsApi = {
          ...shared,
          results: stores.results,
          summaries: stores.summaries,
          writer: stores.writer,
          pins: stores.pins,
          runs: stores.runs,
          logs: stores.logs,
          runLogs: logs.runLogs,
          clusterExists: name => directory.find(name) !== undefined,
          defaultCluster: () => directory.state.defaultCluster,
          maxMessageBytes: config.api.maxBodyBytes,
          metrics: new ApiMetrics(deps.metrics),
          logger,
        };
        const { router, openPaths } = createRouter({
          native: {
            ...shared,
            runs: stores.runs,
            results: stores.results,
            runLogs: logs.runLogs,
            archive: logs.archive,
            followers,
            repairOrphans: request =>
              repairOrphans({
                store: stores.logs,
                drivers: logs.drivers,
                installation: stores.installation,
                ...request,
              }),
            connectionOf: name => directory.find(name)?.connection,
            linksOf: name => directory.find(name)?.links ?? [],
            runAggregates: stores.runAggregates,
            database: stores.database,
            outages: stores.outages,
            retention,
            retentionJobs: stores.retention,
            usage: new UsageMeter({ store: stores.retention }),
            pins: stores.pins,
            tombstones: stores.tombstones,
            catalog,
            health: () => ({
              ...monitor.report(),
              ...(logs.storage && { logStorage: logs.storage.report() }),
            }),
          },
          resultsApi,
        });
        deps.httpRouter.use(router);
        for (const path of openPaths) {
          deps.httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
        }
        if (config.api.rootMount) {
          mountOnRoot({
            api: resultsApi,
            rateLimit: config.api.rateLimit,
            rootHttpRouter: deps.rootHttpRouter,
            lifecycle: deps.lifecycle,
          });
        }
      },
    });
  },
});

function wantedWatches({ clusters, config }: DirectoryState): WantedWatch[] {
  return clusters.map(cluster => ({
    cluster,
    config: watcherConfigOf(cluster, config),
    others: config.clusterLogs.get(cluster.name),
  }));
}
