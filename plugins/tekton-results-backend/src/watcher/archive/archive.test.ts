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
  parseLabelSelector,
  RUN_KINDS,
  type LabelRequirement,
} from 'backstage-plugin-tekton-results-common';
import { DEFAULT_WATCHER_CONFIG, type ArchiveConfig } from '../../config';
import { captureRun } from '../captureRun';
import { admitRun } from './admitRun';
import { ArchivePolicy, type ArchiveCandidate } from './ArchivePolicy';
import { runTraits } from './runTraits';

const { archive } = DEFAULT_WATCHER_CONFIG;

function policy(config: Partial<ArchiveConfig>) {
  return new ArchivePolicy({ ...archive, ...config }, RUN_KINDS);
}

function labels(selector: string): LabelRequirement[] {
  const parsed = parseLabelSelector(selector);
  if (typeof parsed === 'string') {
    throw new Error(parsed);
  }
  return parsed;
}

const run: ArchiveCandidate = {
  kind: 'TaskRun',
  namespace: 'team-shop',
  name: 'checkout-build-1',
  traits: { labels: { app: 'checkout' } },
};

describe('ArchivePolicy', () => {
  it('takes all by default', () => {
    expect(policy({}).takesAll).toBe(true);
    expect(policy({}).takes(run)).toBe(true);
  });

  it.each<[string, Partial<ArchiveConfig>, boolean]>([
    ['kinds', { kinds: ['PipelineRun'] }, false],
    ['kinds', { kinds: ['TaskRun'] }, true],
    [
      'included namespaces',
      { namespaces: { include: ['team-*'], exclude: [] } },
      true,
    ],
    [
      'included namespaces',
      { namespaces: { include: ['team', 'shop'], exclude: [] } },
      false,
    ],
    [
      'excluded namespaces, even if included',
      { namespaces: { include: ['team-*'], exclude: ['*-shop'] } },
      false,
    ],
    ['names', { names: { include: ['*build*'], exclude: [] } }, true],
    ['names', { names: { include: [], exclude: ['checkout*1'] } }, false],
    [
      'names, where only * is special',
      { names: { include: ['checkout.build.1'], exclude: [] } },
      false,
    ],
    ['labels', { labelSelector: labels('app in (checkout)') }, true],
    ['labels', { labelSelector: labels('app!=checkout') }, false],
    ['labels', { labelSelector: labels('!noise') }, true],
  ])('F18: decides by %s', (_, config, taken) => {
    expect(policy(config).takesAll).toBe(false);
    expect(policy(config).takes(run)).toBe(taken);
  });

  it.each<[string | undefined, readonly string[] | undefined, boolean]>([
    [undefined, [], true],
    ['', [], true],
    ['  ', [], true],
    ['tekton.dev/pipeline', [], true],
    ['kueue.x-k8s.io/multikueue', [], false],
    [' kueue.x-k8s.io/multikueue ', ['kueue.x-k8s.io/multikueue'], true],
    ['kueue.x-k8s.io/multikueue', undefined, true],
  ])(
    'A.3: with managedBy %j and accepted %j: %s',
    (managedBy, accepted, taken) => {
      const managed = { ...run, traits: { labels: {}, managedBy } };
      expect(policy({ managedBy: accepted }).takes(managed)).toBe(taken);
    },
  );
});

describe('admitRun', () => {
  function admission(options: {
    config?: Partial<ArchiveConfig>;
    metadata?: object;
    status?: object;
    sighting?: 'changed' | 'deleted';
    ownsFinalizers?: boolean;
  }) {
    const object = {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'a', namespace: 'shop', uid: 'u', ...options.metadata },
      status: options.status ?? {},
    };
    const { captured, problem } = captureRun(
      object,
      options.sighting ?? 'changed',
    );
    if (!captured) {
      throw new Error(problem);
    }
    return admitRun({
      run: captured,
      traits: runTraits(object),
      policy: policy(options.config ?? {}),
      ownsFinalizers: options.ownsFinalizers ?? true,
    });
  }
  const none = { names: { include: ['other'], exclude: [] } };
  const finishedOnly = { incompleteRuns: false };
  const ours = { finalizers: ['results.tekton.dev/pipelinerun'] };
  const done = { conditions: [{ type: 'Succeeded', status: 'True' }] };

  it.each<[string, Parameters<typeof admission>[0], string]>([
    ['stores what the policy takes', {}, 'store'],
    ['asks about what it does not take', { config: none }, 'ask'],
    [
      'window 6: stores what has our finalizer',
      { config: none, metadata: ours },
      'store',
    ],
    [
      'asks about what has the finalizer of another Tekton Results',
      { config: none, metadata: ours, ownsFinalizers: false },
      'ask',
    ],
    [
      'protects a run until it is finished',
      { config: finishedOnly },
      'protect',
    ],
    ['stores a finished run', { config: finishedOnly, status: done }, 'store'],
    [
      'window 4: stores the last state of a run that is being deleted',
      {
        config: finishedOnly,
        metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' },
      },
      'store',
    ],
    [
      'window 4: stores the last state of a run that was deleted',
      { config: finishedOnly, sighting: 'deleted' },
      'store',
    ],
  ])('%s', (_, options, expected) => {
    expect(admission(options)).toBe(expected);
  });
});

describe('runTraits', () => {
  it('leaves out what it cannot read, and nothing beside it', () => {
    expect(
      runTraits({
        apiVersion: 'tekton.dev/v1',
        metadata: {
          labels: { team: 'a', odd: 1 },
          annotations: { note: 'b', odd: null },
          finalizers: ['results.tekton.dev/pipelinerun', 7],
          ownerReferences: [{ uid: 'nobody' }, { kind: 'Job', uid: 'job' }],
        },
        status: {
          podName: 'build-pod-retry1',
          retriesStatus: ['odd', { podName: 'build-pod' }],
          childReferences: [{ kind: 'TaskRun' }, { name: 'a-build' }, null],
        },
      }),
    ).toMatchObject({
      labels: { team: 'a' },
      annotations: { note: 'b' },
      finalizers: ['results.tekton.dev/pipelinerun'],
      ownerKinds: ['Job'],
      ownerUids: ['job'],
      pods: ['build-pod', 'build-pod-retry1'],
      childReferences: [{ kind: 'TaskRun', name: 'a-build' }],
    });
  });

  it.each([undefined, 'odd', { childReferences: 'odd' }])(
    'finds nothing in the status %j',
    status => {
      expect(runTraits({ metadata: { labels: 'odd' }, status })).toMatchObject({
        labels: {},
        pods: [],
        childReferences: [],
      });
    },
  );
});
