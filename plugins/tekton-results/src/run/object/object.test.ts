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
  definitionReference,
  runOrigin,
  runParams,
  runResults,
  runWorkspaces,
  sidecars,
  stepImages,
  whenExpressions,
  type JsonObject,
} from '.';

const pipelineRun: JsonObject = {
  kind: 'PipelineRun',
  metadata: {
    name: 'build-1',
    labels: { 'dashboard.tekton.dev/rerunOf': 'build-0' },
  },
  spec: {
    pipelineRef: {
      resolver: 'git',
      params: [{ name: 'url', value: 'https://git.example.com/ci' }],
    },
    params: [{ name: 'revision', value: 'abc' }, { value: 'nameless' }],
    taskRunTemplate: { serviceAccountName: 'builder' },
    timeouts: { pipeline: '1h0m0s' },
    workspaces: [
      {
        name: 'source',
        subPath: 'src',
        persistentVolumeClaim: { claimName: 'cache' },
      },
      { name: 'scratch', emptyDir: {} },
    ],
  },
  status: {
    provenance: { refSource: { digest: { sha1: 'f00' } } },
    pipelineResults: [{ name: 'image', value: 'sha256:1' }],
    pipelineSpec: {
      params: [
        { name: 'revision', default: 'main' },
        { name: 'env', default: ['a', 'b'] },
      ],
      tasks: [
        { name: 'build', workspaces: [{ name: 'in', workspace: 'source' }] },
        {
          name: 'deploy',
          when: [{ input: '$(params.env)', operator: 'in', values: ['prod'] }],
        },
        { name: 'notify', when: [{ cel: "'a' == 'b'" }] },
      ],
    },
    skippedTasks: [
      {
        name: 'deploy',
        whenExpressions: [{ input: 'test', operator: 'in', values: ['prod'] }],
      },
    ],
  },
};

const taskRun: JsonObject = {
  kind: 'TaskRun',
  metadata: { annotations: { 'pipeline.tekton.dev/release': 'v1.6.0' } },
  spec: { serviceAccountName: 'default', taskRef: { name: 'test' } },
  status: {
    results: [{ name: 'commit', type: 'string', value: 'abc' }],
    steps: [{ name: 'test', imageID: 'node@sha256:2' }],
    taskSpec: {
      steps: [{ name: 'test', image: 'node:24' }, { name: 'report' }],
      sidecars: [{ name: 'db' }],
    },
    retriesStatus: [
      {
        steps: [{ name: 'test', imageID: 'node@sha256:1' }],
        taskSpec: { steps: [{ name: 'test', image: 'node:22' }] },
      },
    ],
  },
};

it('reads parameters and tells given ones from defaults', () => {
  expect(runParams(pipelineRun)).toEqual([
    { name: 'revision', value: 'abc', origin: 'run' },
    { name: 'env', value: ['a', 'b'], origin: 'default' },
  ]);
});

it('reads results of any kind of run', () => {
  expect(runResults(pipelineRun)).toEqual([
    { name: 'image', value: 'sha256:1' },
  ]);
  expect(runResults(taskRun)).toEqual([
    { name: 'commit', type: 'string', value: 'abc' },
  ]);
});

it('reads workspaces, and which tasks use them', () => {
  expect(runWorkspaces(pipelineRun)).toEqual([
    {
      name: 'source',
      binding: 'persistentVolumeClaim',
      source: 'cache',
      subPath: 'src',
      usedBy: ['build'],
    },
    { name: 'scratch', binding: 'emptyDir', usedBy: [] },
  ]);
});

it('reads the images of an attempt', () => {
  const last = [
    { step: 'test', image: 'node:24', imageId: 'node@sha256:2' },
    { step: 'report' },
  ];
  expect(stepImages(taskRun)).toEqual(last);
  expect(stepImages(taskRun, 2)).toEqual(last);
  expect(stepImages(taskRun, 1)).toEqual([
    { step: 'test', image: 'node:22', imageId: 'node@sha256:1' },
  ]);
  expect(sidecars(taskRun)).toEqual(['db']);
});

it('reads conditions, with evaluated values where there are any', () => {
  expect(whenExpressions(pipelineRun, 'deploy')).toEqual([
    { input: 'test', operator: 'in', values: ['prod'] },
  ]);
  expect(whenExpressions(pipelineRun, 'notify')).toEqual([
    { values: [], cel: "'a' == 'b'" },
  ]);
  expect(whenExpressions(pipelineRun, 'build')).toEqual([]);
});

it('reads where a run comes from', () => {
  expect(runOrigin(pipelineRun)).toEqual({
    serviceAccount: 'builder',
    resolver: 'git',
    definitionUri: 'https://git.example.com/ci',
    definitionDigest: 'sha1:f00',
    rerunOf: 'build-0',
    timeoutMs: 3_600_000,
  });
  expect(runOrigin(taskRun)).toEqual({
    serviceAccount: 'default',
    tektonVersion: 'v1.6.0',
  });
  expect(Object.keys(definitionReference(pipelineRun) ?? {})).toEqual([
    'pipelineRef',
    'params',
    'workspaces',
  ]);
});

it.each([
  [{}],
  [{ spec: null, status: 'x' }],
  [{ spec: { params: 'x', workspaces: [null] }, status: { steps: [1] } }],
] as JsonObject[][])('reads nothing from %j', odd => {
  expect(runParams(odd)).toEqual([]);
  expect(runResults(odd)).toEqual([]);
  expect(runWorkspaces(odd)).toEqual([]);
  expect(stepImages(odd)).toEqual([]);
  expect(whenExpressions(odd, 'build')).toEqual([]);
  expect(runOrigin(odd)).toEqual({});
});
