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

import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_TEKTON_RUN,
  TEKTON_RESULTS_PLUGIN_ID,
} from 'backstage-plugin-tekton-results-common';

/**
 * What rules know of a run, or of another archived object.
 *
 * @public
 */
export interface TektonRunResource {
  /** Name of the cluster, as in the configuration. */
  readonly cluster: string;
  /** The parent of its Result: for a run, its namespace. */
  readonly namespace: string;
  /** Such as `PipelineRun`; absent if the object does not say. */
  readonly kind?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** References of the users and groups that own an entity the run belongs to. */
  readonly owners: readonly string[];
}

/**
 * What rules ask of runs: one value, of those that are listed.
 *
 * @public
 */
export type TektonRunQuery =
  | {
      readonly property: 'cluster' | 'namespace' | 'kind' | 'owner';
      readonly values: readonly string[];
    }
  | {
      readonly property: 'label' | 'annotation';
      readonly key: string;
      /** Absent: any. */
      readonly value?: string;
    };

/**
 * What permissions about runs are conditional on. A run is named
 * `<cluster>/<uid>`.
 *
 * @public
 */
export const tektonRunResourceRef = createPermissionResourceRef<
  TektonRunResource,
  TektonRunQuery
>().with({
  pluginId: TEKTON_RESULTS_PLUGIN_ID,
  resourceType: RESOURCE_TYPE_TEKTON_RUN,
});
