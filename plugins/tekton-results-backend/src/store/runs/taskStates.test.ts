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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import { taskStates } from './taskStates';

const { run } = parseRunObject({
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'r', namespace: 'n', uid: 'u' },
  status: {
    pipelineSpec: {
      tasks: [{ name: 'fetch' }, { name: 'build' }, { name: 'deploy' }],
      finally: [{ name: 'notify' }],
    },
    skippedTasks: [{ name: 'deploy', reason: 'When Expressions' }, {}],
  },
});

describe('taskStates', () => {
  it('are in the order of the pipeline, with those that were skipped', () => {
    expect(
      taskStates(run, [
        { name: 'notify', status: 'succeeded' },
        { name: 'other', status: 'running' },
        { name: 'build', status: 'failed' },
        { name: 'build', status: 'succeeded' },
        { name: 'fetch', status: 'succeeded' },
      ]),
    ).toEqual([
      { name: 'fetch', status: 'succeeded' },
      { name: 'build', status: 'failed' },
      { name: 'build', status: 'succeeded' },
      { name: 'deploy', status: 'skipped' },
      { name: 'notify', status: 'succeeded' },
      { name: 'other', status: 'running' },
    ]);
  });

  it('are those that ran, by start, if the object cannot be read', () => {
    const children = [
      { name: 'b', status: 'succeeded' as const },
      { name: 'a', status: 'failed' as const },
    ];
    expect(taskStates(undefined, children)).toEqual(children);
  });

  it('are not more than a list can show', () => {
    const many = Array.from({ length: 150 }, (_, index) => ({
      name: `t${index}`,
      status: 'succeeded' as const,
    }));
    expect(taskStates(run, many)).toHaveLength(100);
  });
});
