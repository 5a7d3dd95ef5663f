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

import { readRecording } from 'example-cluster';
import {
  parseRunObject,
  runFacts,
  type RunObject,
} from 'backstage-plugin-tekton-results-common';
import { convertRun } from './convertRun';

const metadata = {
  name: 'build',
  namespace: 'shop',
  uid: 'uid-1',
  resourceVersion: '42',
  annotations: { kept: 'yes' },
};

function pipelineRun(spec: object, status?: object) {
  return {
    apiVersion: 'tekton.dev/v1beta1',
    kind: 'PipelineRun',
    metadata,
    spec,
    ...(status && { status }),
  };
}

function taskRun(spec: object, status?: object) {
  return { ...pipelineRun(spec, status), kind: 'TaskRun' };
}

function parsed(object: unknown): RunObject {
  const { run, problem } = parseRunObject(convertRun(object));
  if (!run) {
    throw new Error(problem);
  }
  return run;
}

describe('convertRun', () => {
  it('converts the spec of a PipelineRun as Tekton does', () => {
    const old = pipelineRun({
      pipelineRef: {
        name: 'build',
        bundle: 'registry.example.com/pipelines:1.2',
      },
      params: [{ name: 'revision', value: 'main' }],
      serviceAccountName: 'builder',
      podTemplate: { nodeSelector: { disk: 'ssd' } },
      timeout: '1h0m0s',
      taskRunSpecs: [
        {
          pipelineTaskName: 'unit-test',
          taskServiceAccountName: 'tester',
          taskPodTemplate: { hostNetwork: true },
          stepOverrides: [
            { name: 'run', resources: { requests: { memory: '1Gi' } } },
          ],
          sidecarOverrides: [{ name: 'db', resources: { limits: {} } }],
        },
      ],
      resources: [{ name: 'source', resourceRef: { name: 'git' } }],
    });
    expect(convertRun(old)).toEqual({
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        ...metadata,
        annotations: {
          kept: 'yes',
          'tekton.dev/v1beta1Resources':
            '[{"name":"source","resourceRef":{"name":"git"}}]',
        },
      },
      spec: {
        pipelineRef: {
          resolver: 'bundles',
          params: [
            { name: 'bundle', value: 'registry.example.com/pipelines:1.2' },
            { name: 'name', value: 'build' },
            { name: 'kind', value: 'Pipeline' },
          ],
        },
        params: [{ name: 'revision', value: 'main' }],
        taskRunTemplate: {
          serviceAccountName: 'builder',
          podTemplate: { nodeSelector: { disk: 'ssd' } },
        },
        timeouts: { pipeline: '1h0m0s' },
        taskRunSpecs: [
          {
            pipelineTaskName: 'unit-test',
            serviceAccountName: 'tester',
            podTemplate: { hostNetwork: true },
            stepSpecs: [
              {
                name: 'run',
                computeResources: { requests: { memory: '1Gi' } },
              },
            ],
            sidecarSpecs: [{ name: 'db', computeResources: { limits: {} } }],
          },
        ],
      },
    });
  });

  it('converts Tasks in an embedded Pipeline', () => {
    const spec = {
      pipelineSpec: {
        params: [{ name: 'p' }],
        tasks: [
          {
            name: 'a',
            taskRef: { name: 'lint', bundle: 'example.com/tasks' },
          },
          {
            name: 'b',
            taskSpec: {
              stepTemplate: { resources: { limits: { cpu: '1' } } },
              steps: [{ name: 's', image: 'i', resources: {} }],
              sidecars: [{ name: 'db', resources: {} }],
            },
          },
        ],
        finally: [{ name: 'c', taskRef: { name: 'notify' } }],
      },
    };
    expect(convertRun(pipelineRun(spec))).toMatchObject({
      spec: {
        pipelineSpec: {
          params: [{ name: 'p' }],
          tasks: [
            { name: 'a', taskRef: { resolver: 'bundles' } },
            {
              name: 'b',
              taskSpec: {
                stepTemplate: { computeResources: { limits: { cpu: '1' } } },
                steps: [{ name: 's', image: 'i', computeResources: {} }],
                sidecars: [{ name: 'db', computeResources: {} }],
              },
            },
          ],
          finally: [{ name: 'c', taskRef: { name: 'notify' } }],
        },
      },
    });
  });

  // As `embedded-status: full` of Tekton up to v0.44 writes it.
  const embedded = {
    conditions: [{ type: 'Succeeded', status: 'True', reason: 'Succeeded' }],
    startTime: '2023-02-01T10:00:00Z',
    completionTime: '2023-02-01T10:01:00Z',
    pipelineResults: [{ name: 'digest', value: 'sha256:1' }],
    pipelineSpec: { tasks: [{ name: 'unit-test' }, { name: 'gate' }] },
    taskRuns: {
      'build-unit-test': {
        pipelineTaskName: 'unit-test',
        status: {
          podName: 'build-unit-test-pod',
          taskResults: [{ name: 'count', value: '7' }],
        },
        whenExpressions: [{ input: 'a', operator: 'in', values: ['a'] }],
      },
    },
    runs: {
      'build-gate': { pipelineTaskName: 'gate', status: { conditions: [] } },
    },
  };

  it('keeps the embedded statuses of all children, and refers to the children', () => {
    const { status } = convertRun(pipelineRun({}, embedded)) as {
      status: unknown;
    };
    const { pipelineResults, ...kept } = embedded;
    expect(status).toEqual({
      ...kept,
      results: pipelineResults,
      childReferences: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'TaskRun',
          name: 'build-unit-test',
          pipelineTaskName: 'unit-test',
          whenExpressions: [{ input: 'a', operator: 'in', values: ['a'] }],
        },
        {
          apiVersion: 'tekton.dev/v1beta1',
          kind: 'CustomRun',
          name: 'build-gate',
          pipelineTaskName: 'gate',
        },
      ],
    });
  });

  it('leaves references to children as they are', () => {
    const childReferences = [{ name: 'x', kind: 'TaskRun' }];
    expect(
      convertRun(pipelineRun({}, { ...embedded, childReferences })),
    ).toMatchObject({ status: { childReferences } });
  });

  it('converts a TaskRun with its earlier attempts', () => {
    const old = taskRun(
      {
        taskRef: { name: 'unit-test' },
        serviceAccountName: 'default',
        timeout: '10m',
        stepOverrides: [{ name: 's', resources: {} }],
        resources: { inputs: [{ name: 'git' }] },
      },
      {
        conditions: [{ type: 'Succeeded', status: 'False', reason: 'Failed' }],
        podName: 'build-pod-retry1',
        taskResults: [{ name: 'count', value: '7' }],
        cloudEvents: [{ target: 'http://sink' }],
        resourcesResult: [{ key: 'commit', value: '9f3c2ab' }],
        steps: [{ name: 's', container: 'step-s' }],
        taskSpec: {
          resources: { inputs: [{ name: 'git', type: 'git' }] },
          steps: [{ name: 's', resources: {} }],
        },
        retriesStatus: [
          {
            podName: 'build-pod',
            taskResults: [{ name: 'count', value: '6' }],
            taskSpec: { steps: [{ name: 's', resources: {} }] },
          },
        ],
      },
    );
    expect(convertRun(old)).toEqual({
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: {
        ...metadata,
        annotations: {
          kept: 'yes',
          'tekton.dev/v1beta1Resources': '{"inputs":[{"name":"git"}]}',
          'tekton.dev/v1beta1CloudEvents': '[{"target":"http://sink"}]',
          'tekton.dev/v1beta1ResourcesResult':
            '[{"key":"commit","value":"9f3c2ab"}]',
          'tekton.dev/v1beta1ResourcesStatus':
            '{"inputs":[{"name":"git","type":"git"}]}',
        },
      },
      spec: {
        taskRef: { name: 'unit-test' },
        serviceAccountName: 'default',
        timeout: '10m',
        stepSpecs: [{ name: 's', computeResources: {} }],
      },
      status: {
        conditions: [{ type: 'Succeeded', status: 'False', reason: 'Failed' }],
        podName: 'build-pod-retry1',
        results: [{ name: 'count', value: '7' }],
        steps: [{ name: 's', container: 'step-s' }],
        taskSpec: {
          resources: { inputs: [{ name: 'git', type: 'git' }] },
          steps: [{ name: 's', computeResources: {} }],
        },
        retriesStatus: [
          {
            podName: 'build-pod',
            results: [{ name: 'count', value: '6' }],
            taskSpec: { steps: [{ name: 's', computeResources: {} }] },
          },
        ],
      },
    });
  });

  it('makes a run of which the facts are read as of any other', () => {
    const run = parsed(pipelineRun({ pipelineRef: { name: 'b' } }, embedded));
    expect(run.apiVersion).toBe('tekton.dev/v1');
    expect(runFacts(run)).toMatchObject({
      pipeline: 'b',
      status: 'succeeded',
      durationMs: 60_000,
    });
    expect(run.status.childReferences.map(({ name }) => name)).toEqual([
      'build-unit-test',
      'build-gate',
    ]);
  });

  it('leaves a run alone that has just been created', () => {
    expect(convertRun(pipelineRun({}))).toEqual({
      ...pipelineRun({}),
      apiVersion: 'tekton.dev/v1',
    });
  });

  it('leaves every recorded object of v1 and every CustomRun as it is', () => {
    for (const { object } of readRecording().events) {
      expect(convertRun(object)).toBe(object);
    }
  });

  it.each([
    ['an odd spec', { spec: 'x', status: [] }],
    ['odd parts', { spec: { taskRunSpecs: [1, null], timeouts: 7 } }],
    ['no metadata', { metadata: undefined }],
  ])('does not fail for a PipelineRun with %s', (_, parts) => {
    expect(convertRun({ ...pipelineRun({}), ...parts })).toMatchObject({
      apiVersion: 'tekton.dev/v1',
    });
  });

  it.each([undefined, null, 'x', 7, [], {}])('leaves %p as it is', value => {
    expect(convertRun(value)).toBe(value);
  });
});
