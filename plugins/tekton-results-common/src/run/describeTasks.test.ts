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

import { describeTasks } from './describeTasks';
import { parseRunObject } from './RunObject';
import { runStatus, type RunStatus } from './RunStatus';

function stored(object: object, status?: RunStatus) {
  const { run, problem } = parseRunObject(object);
  if (!run) {
    throw new Error(problem);
  }
  return { object: run, status: status ?? runStatus(run) };
}

function pipelineRun(status: object) {
  return stored({
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { name: 'p', namespace: 'n', uid: 'p' },
    status: {
      startTime: '2026-01-01T00:00:00Z',
      pipelineSpec: {
        tasks: [{ name: 'first' }, { name: 'second', displayName: 'Second' }],
        finally: [{ name: 'last' }],
      },
      ...status,
    },
  });
}

function taskRun(
  task: string,
  options: { name?: string; status?: object; params?: object[] } = {},
) {
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: {
      name: options.name ?? task,
      namespace: 'n',
      uid: options.name ?? task,
      labels: { 'tekton.dev/pipelineTask': task },
    },
    spec: { params: options.params },
    status: options.status,
  };
}

const failed = {
  conditions: [{ type: 'Succeeded', status: 'False', reason: 'Failed' }],
};

describe('describeTasks', () => {
  it('tells tasks that have not begun from tasks that never will', () => {
    const brief = (status: object) =>
      describeTasks({ run: pipelineRun(status), children: [] }).map(task => [
        task.name,
        task.status,
        task.reason,
        task.finally,
      ]);
    expect(brief({})).toEqual([
      ['first', 'waiting', undefined, false],
      ['second', 'waiting', undefined, false],
      ['last', 'waiting', undefined, true],
    ]);
    expect(
      brief({
        ...failed,
        skippedTasks: [{ name: 'second', reason: 'Parent was skipped' }],
        childReferences: [{ name: 'p-last', pipelineTaskName: 'last' }],
      }),
    ).toEqual([
      ['first', 'notStarted', undefined, false],
      ['second', 'skipped', 'Parent was skipped', false],
      ['last', 'incomplete', undefined, true],
    ]);
  });

  it('shows each member of a matrix with its parameters, in the order of their numbers', () => {
    const member = (index: number) =>
      stored(
        taskRun('first', {
          name: `p-first-${index}`,
          params: [
            { name: 'node', value: String(index) },
            { name: 'list', value: ['a'] },
          ],
        }),
      );
    const tasks = describeTasks({
      run: pipelineRun({}),
      children: [member(10), member(2)],
    });
    expect(tasks.slice(0, 2).map(task => task.params)).toEqual([
      [
        { name: 'node', value: '2' },
        { name: 'list', value: '["a"]' },
      ],
      [
        { name: 'node', value: '10' },
        { name: 'list', value: '["a"]' },
      ],
    ]);
  });

  it('shows tasks that the pipeline does not name, behind those it does', () => {
    const tasks = describeTasks({
      run: pipelineRun({}),
      children: [stored(taskRun('surprise'))],
    });
    expect(tasks.map(({ name }) => name)).toEqual([
      'first',
      'second',
      'last',
      'surprise',
    ]);
  });

  it('lists steps in the order of the task, with those that never ran', () => {
    const [task] = describeTasks({
      run: stored(
        taskRun('only', {
          status: {
            ...failed,
            taskSpec: { steps: ['a', 'b', 'c', 'd'].map(name => ({ name })) },
            steps: [
              { name: 'c', terminated: { exitCode: 1, reason: 'Error' } },
              { name: 'a', terminated: { exitCode: 0 } },
              {
                name: 'b',
                terminated: { exitCode: 3 },
                terminationReason: 'Continued',
              },
            ],
          },
        }),
      ),
      children: [],
    });
    expect(
      task.attempts[0].steps.map(step => [
        step.name,
        step.status,
        step.exitCode,
      ]),
    ).toEqual([
      ['a', 'succeeded', 0],
      ['b', 'failureIgnored', 3],
      ['c', 'failed', 1],
      ['d', 'notStarted', undefined],
    ]);
  });

  it('shows a run that vanished as incomplete, also its attempt', () => {
    const [task] = describeTasks({
      run: stored(
        taskRun('only', { status: { startTime: '2026-01-01T00:00:00Z' } }),
        'incomplete',
      ),
      children: [],
    });
    expect([task.status, task.attempts[0].status]).toEqual([
      'incomplete',
      'incomplete',
    ]);
  });
});
