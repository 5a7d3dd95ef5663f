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

import { DEFAULT_WATCHER_CONFIG, type WatcherConfig } from '../config';
import { describeWrites } from './describeWrites';

describe('describeWrites', () => {
  it.each<[Partial<WatcherConfig>, string]>([
    [
      {},
      'finalizers if the credential may patch runs, no annotations, no deletion',
    ],
    [{ finalizers: 'never' }, 'no finalizers, no annotations, no deletion'],
    [
      { finalizers: 'release' },
      'finalizers are released only, no annotations, no deletion',
    ],
    [
      {
        finalizers: 'always',
        annotations: true,
        completedRunGracePeriodMs: 0,
      },
      'finalizers, annotations, deletion of completed runs after 0 seconds',
    ],
    [
      {
        finalizers: 'never',
        completedRunGracePeriodMs: 3_600_000,
        labelSelector: [{ key: 'team', operator: 'in', values: ['a'] }],
      },
      'no finalizers, no annotations, deletion of completed runs with the labels configured after 3600 seconds',
    ],
  ])('tells what is done with %j', (config, expected) => {
    expect(describeWrites({ ...DEFAULT_WATCHER_CONFIG, ...config })).toBe(
      `What is written to runs of the cluster: ${expected}`,
    );
  });
});
