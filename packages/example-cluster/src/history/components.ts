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

/** A piece of software whose runs are in a generated history. */
export interface Component {
  /** As in names of runs and of repositories. */
  name: string;
  namespace: string;
  /** Value of `backstage.io/kubernetes-id`; absent for what is not in the catalog. */
  kubernetesId?: string;
  /** Its share of all runs. */
  weight: number;
  /** How often which recorded pipeline, or stand-alone run by its name, runs. */
  pipelines: { name: string; weight: number }[];
}

const BUILD = { name: 'build-and-push', weight: 20 };

/** The software of the made-up company, busiest first. */
export const COMPONENTS: Component[] = [
  {
    name: 'checkout',
    namespace: 'shop',
    kubernetesId: 'checkout',
    weight: 35,
    pipelines: [
      { ...BUILD, weight: 60 },
      { name: 'retry-me', weight: 2 },
      { name: 'big-log', weight: 2 },
      { name: 'no-image', weight: 1 },
      { name: 'unicode-log', weight: 2 },
    ],
  },
  {
    name: 'payments',
    namespace: 'payments',
    kubernetesId: 'payments-api',
    weight: 18,
    pipelines: [
      BUILD,
      { name: 'matrix-test', weight: 30 },
      { name: 'lint-evt', weight: 8 },
      { name: 'scan-evt', weight: 8 },
    ],
  },
  {
    name: 'infra',
    namespace: 'platform',
    kubernetesId: 'platform-infra',
    weight: 12,
    pipelines: [
      { name: 'slow', weight: 10 },
      { name: 'gate', weight: 20 },
      { name: 'missing-task', weight: 3 },
    ],
  },
  {
    name: 'search',
    namespace: 'search',
    kubernetesId: 'search',
    weight: 12,
    pipelines: [BUILD, { name: 'matrix-test', weight: 5 }],
  },
  {
    name: 'mobile',
    namespace: 'mobile',
    kubernetesId: 'mobile-app',
    weight: 9,
    pipelines: [BUILD, { name: 'lint-evt', weight: 5 }],
  },
  { name: 'catalog-sync', namespace: 'data', weight: 7, pipelines: [BUILD] },
  {
    name: 'ranking',
    namespace: 'data',
    kubernetesId: 'ranking',
    weight: 4,
    pipelines: [BUILD, { name: 'gate', weight: 4 }],
  },
  { name: 'handbook', namespace: 'docs', weight: 3, pipelines: [BUILD] },
];
