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
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { TEKTON_RESULTS_PLUGIN_ID } from 'backstage-plugin-tekton-results-common';
import { createRouter } from './api';
import { readClusters } from './cluster';
import { readConfig } from './config';
import { createStores, startPromoting } from './store';
import { CaptureMonitor, startWatching } from './watcher';

/**
 * Archives the Tekton runs of clusters and serves them.
 *
 * @public
 */
export const tektonResultsPlugin = createBackendPlugin({
  pluginId: TEKTON_RESULTS_PLUGIN_ID,
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        rootConfig: coreServices.rootConfig,
      },
      async init(deps) {
        const { catalog, database, httpAuth, logger } = deps;
        const { config, problems } = readConfig(deps.rootConfig);
        const stores = await createStores({ database });
        const { clusters, problems: clusterProblems } = await readClusters({
          config,
          kubeconfig: process.env.KUBECONFIG,
        });
        const configProblems = [...problems, ...clusterProblems];
        for (const { path, message } of configProblems) {
          logger.error(`Configuration: ${path} ${message}`);
        }

        const monitor = new CaptureMonitor({ configProblems });
        const stopWatching = startWatching({
          clusters,
          store: stores.capture,
          monitor,
          logger,
        });
        deps.lifecycle.addShutdownHook(stopWatching);
        const stopPromoting = startPromoting({ stores, logger });
        deps.lifecycle.addShutdownHook(stopPromoting);

        deps.httpRouter.use(
          createRouter({
            stores,
            catalog,
            httpAuth,
            health: () => monitor.report(),
            clusterExists: name =>
              clusters.some(cluster => cluster.name === name),
          }),
        );
      },
    });
  },
});
