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

import type { FinalizerMode, WatcherConfig } from '../config';

const FINALIZERS: Readonly<Record<FinalizerMode, string>> = {
  auto: 'finalizers if the credential may patch runs',
  always: 'finalizers',
  release: 'finalizers are released only',
  never: 'no finalizers',
};

/** Tells operators what the settings let the plugin do to runs in a cluster. */
export function describeWrites(config: WatcherConfig): string {
  return `What is written to runs of the cluster: ${[
    FINALIZERS[config.finalizers],
    config.annotations ? 'annotations' : 'no annotations',
    describeDeletion(config),
  ].join(', ')}`;
}

function describeDeletion(config: WatcherConfig): string {
  const { completedRunGracePeriodMs: graceMs, labelSelector } = config;
  if (graceMs === undefined) {
    return 'no deletion';
  }
  const which = labelSelector.length > 0 ? ' with the labels configured' : '';
  return `deletion of completed runs${which} after ${graceMs / 1000} seconds`;
}
