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

import { parseRunObject } from './RunObject';
import { runFacts } from './RunFacts';

function facts(status: object) {
  const { run, problem } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: {
      name: 'retry-me',
      namespace: 'shop',
      uid: 'u',
      creationTimestamp: '2026-11-21T02:31:14Z',
    },
    status,
  });
  if (!run) {
    throw new Error(problem);
  }
  return runFacts(run);
}

const failed = { type: 'Succeeded', status: 'False', reason: 'StepFailed' };

describe('runFacts', () => {
  it('counts a run with retries from its first attempt', () => {
    expect(
      facts({
        conditions: [failed],
        startTime: '2026-11-21T02:31:18Z',
        completionTime: '2026-11-21T02:31:19Z',
        retriesStatus: [
          { startTime: '2026-11-21T02:31:14Z' },
          { startTime: '2026-11-21T02:31:16Z' },
        ],
      }),
    ).toMatchObject({
      startedAt: Date.UTC(2026, 10, 21, 2, 31, 14),
      durationMs: 5_000,
    });
  });

  it('names the step that failed, not one that was allowed to', () => {
    expect(
      facts({
        conditions: [failed],
        steps: [
          {
            name: 'first',
            terminated: { exitCode: 3 },
            terminationReason: 'Continued',
          },
          { name: 'second', terminated: { exitCode: 4 } },
        ],
      }),
    ).toMatchObject({ failedStep: 'second', exitCode: 4 });
  });
});

const PAC_NAME = 'pipelinesascode.tekton.dev/original-prname';

interface Definition {
  readonly kind?: string;
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
}

function definitionOf({ kind, spec, ...metadata }: Definition) {
  const { run, problem } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: kind ?? 'PipelineRun',
    metadata: { name: 'build-x7k2p', namespace: 'shop', uid: 'u', ...metadata },
    spec,
  });
  if (!run) {
    throw new Error(problem);
  }
  const { pipeline, task } = runFacts(run);
  return { pipeline, task };
}

/** The label of a run that brings its pipeline along. */
const OWN = { 'tekton.dev/pipeline': 'build-x7k2p' };
const GENERATED = { generateName: 'build-', labels: OWN };

describe('the pipeline of a run', () => {
  it.each<[string, string | undefined, Definition]>([
    [
      'what the label says',
      'release',
      { generateName: 'build-', labels: { 'tekton.dev/pipeline': 'release' } },
    ],
    [
      'what it refers to, before Tekton has seen it',
      'release',
      { generateName: 'build-', spec: { pipelineRef: { name: 'release' } } },
    ],
    [
      'what it refers to, if that has the name of the run',
      'build-x7k2p',
      { ...GENERATED, spec: { pipelineRef: { name: 'build-x7k2p' } } },
    ],
    [
      'what a resolver is asked for, until it is found',
      'release',
      {
        ...GENERATED,
        spec: {
          pipelineRef: {
            resolver: 'cluster',
            params: [
              { name: 'kind', value: 'pipeline' },
              { name: 'name', value: 'release' },
            ],
          },
        },
      },
    ],
    [
      'what the name is made of, where a resolver is not asked for a name',
      'build',
      {
        ...GENERATED,
        spec: {
          pipelineRef: {
            resolver: 'git',
            params: [{ name: 'pathInRepo', value: 'a.yaml' }],
          },
        },
      },
    ],
    [
      'what Pipelines-as-Code calls it',
      'pull request',
      {
        ...GENERATED,
        annotations: { [PAC_NAME]: 'pull request' },
        labels: { ...OWN, [PAC_NAME]: 'pull-request' },
      },
    ],
    [
      'what Pipelines-as-Code calls it, with a label alone',
      'pull-request',
      { ...GENERATED, labels: { ...OWN, [PAC_NAME]: 'pull-request' } },
    ],
    [
      'what Pipelines-as-Code made names of',
      'nightly',
      { ...GENERATED, annotations: { [PAC_NAME]: 'nightly-' } },
    ],
    ['what its name is made of', 'build', GENERATED],
    ['unknown where a run has a name of its own', undefined, { labels: OWN }],
    [
      'unknown where a name is made of nothing',
      undefined,
      { generateName: '-' },
    ],
    [
      'unknown where the label is empty',
      undefined,
      { labels: { 'tekton.dev/pipeline': '' } },
    ],
  ])('is %s', (_, pipeline, definition) => {
    expect(definitionOf(definition)).toEqual({ pipeline, task: undefined });
  });

  it.each<[string, string | undefined, Record<string, string>]>([
    ['that of its owner', 'release', { 'tekton.dev/pipeline': 'release' }],
    [
      'what Pipelines-as-Code calls it',
      'nightly',
      { 'tekton.dev/pipeline': 'build-x7k2p', [PAC_NAME]: 'nightly' },
    ],
    ['not the name of its owner', undefined, OWN],
  ])('of a TaskRun is %s', (_, pipeline, labels) => {
    expect(
      definitionOf({
        kind: 'TaskRun',
        name: 'build-x7k2p-lint',
        labels: {
          'tekton.dev/pipelineRun': 'build-x7k2p',
          'tekton.dev/pipelineTask': 'lint',
          ...labels,
        },
      }),
    ).toEqual({ pipeline, task: 'lint' });
  });
});

describe('the task of a run', () => {
  it.each<[string, string | undefined, Definition]>([
    [
      'what the label says',
      'lint',
      { generateName: 'run-', labels: { 'tekton.dev/task': 'lint' } },
    ],
    [
      'what it refers to',
      'lint',
      { generateName: 'run-', spec: { taskRef: { name: 'lint' } } },
    ],
    [
      'what a resolver is asked for',
      'lint',
      {
        generateName: 'run-',
        spec: {
          taskRef: {
            resolver: 'hub',
            params: [{ name: 'name', value: 'lint' }],
          },
        },
      },
    ],
    ['what its name is made of', 'lint', { generateName: 'lint-' }],
    ['unknown where a run has a name of its own', undefined, {}],
  ])('is %s', (_, task, definition) => {
    expect(definitionOf({ kind: 'TaskRun', ...definition })).toEqual({
      pipeline: undefined,
      task,
    });
  });
});
