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
import { runStatus } from './RunStatus';
import { criticalPath } from './taskTimes';

const at = (seconds: number) =>
  new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();

function stored(object: unknown) {
  const { run, problem } = parseRunObject(object);
  if (!run) {
    throw new Error(problem);
  }
  return { object: run, status: runStatus(run) };
}

const DONE = {
  conditions: [{ type: 'Succeeded', status: 'True', reason: 'Succeeded' }],
};

const RUN = stored({
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'r', namespace: 'n', uid: 'u' },
  status: {
    ...DONE,
    startTime: at(0),
    pipelineSpec: {
      tasks: [
        { name: 'fetch' },
        { name: 'lint', runAfter: ['fetch'] },
        {
          name: 'build',
          params: [{ name: 'p', value: 'x-$(tasks.fetch.results.commit)' }],
          when: [{ input: '$(tasks.fetch.results["other"])' }],
        },
        { name: 'never', runAfter: ['build'] },
      ],
      finally: [{ name: 'notify' }],
    },
    skippedTasks: [{ name: 'never', reason: 'When Expressions' }],
  },
});

function child(name: string, created: number, ended: number) {
  return stored({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: {
      name,
      namespace: 'n',
      uid: name,
      creationTimestamp: at(created),
      labels: { 'tekton.dev/pipelineTask': name },
    },
    status: {
      ...DONE,
      startTime: at(created + 1),
      completionTime: at(ended),
      steps: [
        {
          name: 'one',
          terminated: {
            exitCode: 0,
            startedAt: at(created + 4),
            finishedAt: at(ended - 3),
          },
        },
        {
          name: 'two',
          terminated: {
            exitCode: 0,
            startedAt: at(ended - 3),
            finishedAt: at(ended - 2),
          },
        },
      ],
    },
  });
}

const TASKS = describeTasks({
  run: RUN,
  children: [
    child('fetch', 2, 20),
    child('lint', 21, 30),
    child('build', 22, 50),
    child('notify', 51, 60),
  ],
});

describe('the times of tasks', () => {
  it('tell waiting, starting up, running and finishing apart', () => {
    const build = TASKS.find(({ name }) => name === 'build');
    expect(build).toMatchObject({
      dependsOn: ['fetch'],
      createdAt: at(22),
      waitingForCreationMs: 2_000,
      waitingForStartMs: 1_000,
      attempts: [
        { startingUpMs: 3_000, runningMs: 22_000, finishingMs: 2_000 },
      ],
    });
  });

  it('add up to the time from the end of what was waited for', () => {
    for (const { name, attempts, ...task } of TASKS) {
      const [attempt] = attempts;
      const parts = [
        task.waitingForCreationMs,
        task.waitingForStartMs,
        attempt?.startingUpMs,
        attempt?.runningMs,
        attempt?.finishingMs,
      ];
      const sum = parts.reduce((total: number, ms = 0) => total + ms, 0);
      const [ready, end] = {
        fetch: [0, 20],
        lint: [20, 30],
        build: [20, 50],
        never: [0, 0],
        notify: [50, 60],
      }[name] as [number, number];
      expect([name, sum]).toEqual([name, (end - ready) * 1_000]);
    }
  });

  it('leave out what is not over', () => {
    const [task] = describeTasks({
      run: stored({
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        metadata: { name: 't', namespace: 'n', uid: 't' },
        status: {
          startTime: at(0),
          steps: [{ name: 'one', running: { startedAt: at(2) } }],
        },
      }),
      children: [],
    });
    expect(task.attempts[0]).toMatchObject({
      startingUpMs: 2_000,
      runningMs: undefined,
      finishingMs: undefined,
    });
  });
});

describe('criticalPath', () => {
  it('goes back from the last task over what each waited for', () => {
    expect(criticalPath(TASKS).map(({ name }) => name)).toEqual([
      'fetch',
      'build',
      'notify',
    ]);
  });

  it('is empty before any task has ended', () => {
    expect(
      criticalPath(TASKS.map(task => ({ ...task, completedAt: undefined }))),
    ).toEqual([]);
  });

  it('ends, although tasks wait for each other', () => {
    const circle = TASKS.map(task => ({ ...task, dependsOn: ['build'] }));
    expect(criticalPath(circle).length).toBeLessThanOrEqual(TASKS.length);
  });
});
