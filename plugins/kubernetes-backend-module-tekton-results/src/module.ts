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
  createBackendFeatureLoader,
  createBackendModule,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { kubernetesRouterExtensionPoint } from '@backstage/plugin-kubernetes-node';
import { tektonResultsClustersExtensionPoint } from 'backstage-plugin-tekton-results-node';
import { ConfiguredClusters } from './ConfiguredClusters';
import { KubernetesBridge } from './KubernetesBridge';
import { kubernetesClusterSource } from './kubernetesClusterSource';

/** Both plugins have the same one: it belongs to the backend. */
const kubernetesBridgeServiceRef = createServiceRef<KubernetesBridge>({
  id: 'tekton-results.kubernetes-bridge',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new KubernetesBridge(),
    }),
});

/** Of the things that may be added to the kubernetes plugin, one gets its clusters. */
const kubernetesSide = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'tekton-results',
  register(env) {
    env.registerInit({
      deps: {
        bridge: kubernetesBridgeServiceRef,
        router: kubernetesRouterExtensionPoint,
      },
      async init({ bridge, router }) {
        router.addRouter(({ getDefault, clusterSupplier, authStrategyMap }) => {
          bridge.provide({ clusterSupplier, strategies: authStrategyMap });
          return getDefault();
        });
      },
    });
  },
});

const tektonResultsSide = createBackendModule({
  pluginId: 'tekton-results',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        bridge: kubernetesBridgeServiceRef,
        clusters: tektonResultsClustersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ auth, bridge, clusters, config }) {
        const configured = new ConfiguredClusters(config);
        clusters.addSource(
          kubernetesClusterSource({ auth, bridge, configured }),
        );
      },
    });
  },
});

/**
 * Makes the clusters of the kubernetes plugin known to the plugin Tekton Results: a
 * module for each of them.
 *
 * @public
 */
export const kubernetesModuleTektonResults = createBackendFeatureLoader({
  *loader() {
    yield kubernetesSide;
    yield tektonResultsSide;
  },
});
