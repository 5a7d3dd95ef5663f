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

import { readdirSync, readFileSync } from 'fs';
import { resolve } from 'path';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import { FEATURES, neededRights, rightsOf } from './neededRights';

const MANIFESTS = resolve(__dirname, '../../../../../examples/kubernetes');

function texts(
  rights: ReadonlyArray<{ verb: string; apiGroup: string; resource: string }>,
) {
  return rights.map(
    ({ verb, apiGroup, resource }) => `${verb} ${apiGroup}/${resource}`,
  );
}

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: Array<{ apiGroups: string[]; resources: string[]; verbs: string[] }>;
  roleRef?: { kind: string; name: string };
  subjects?: Array<{ kind: string; name: string; namespace?: string }>;
}

async function manifests(file: string): Promise<Manifest[]> {
  const { loadAllYaml } = await import('@kubernetes/client-node');
  return loadAllYaml(readFileSync(resolve(MANIFESTS, file), 'utf8'));
}

describe('examples/kubernetes', () => {
  it('has a manifest for each feature', () => {
    expect(readdirSync(MANIFESTS)).toEqual(
      expect.arrayContaining(FEATURES.map(feature => `${feature}.yaml`)),
    );
  });

  it.each(FEATURES)(
    '%s.yaml grants just what the feature needs',
    async feature => {
      const roles = (await manifests(`${feature}.yaml`)).filter(
        ({ kind }) => kind === 'ClusterRole',
      );
      const granted = roles
        .flatMap(({ rules = [] }) => rules)
        .flatMap(({ apiGroups, resources, verbs }) =>
          apiGroups.flatMap(apiGroup =>
            resources.flatMap(resource =>
              verbs.map(verb => ({ verb, apiGroup, resource })),
            ),
          ),
        );
      expect(texts(granted).sort()).toEqual(texts(rightsOf(feature)).sort());
    },
  );

  it.each(FEATURES)(
    '%s.yaml binds its role to the one account',
    async feature => {
      const all = await manifests(`${feature}.yaml`);
      const [role] = all.filter(({ kind }) => kind === 'ClusterRole');
      const [account] = (await manifests('account.yaml')).filter(
        ({ kind }) => kind === 'ServiceAccount',
      );
      const [binding] = all.filter(({ kind }) => kind === 'ClusterRoleBinding');
      expect(binding.roleRef).toMatchObject({
        kind: 'ClusterRole',
        name: role.metadata.name,
      });
      expect(binding.subjects).toEqual([
        {
          kind: 'ServiceAccount',
          name: account.metadata.name,
          namespace: account.metadata.namespace,
        },
      ]);
    },
  );
});

describe('neededRights', () => {
  const NONE = { leftFinalizers: false };
  const reading = ['pipelineruns', 'taskruns', 'customruns'].flatMap(plural =>
    ['get', 'list', 'watch'].map(verb => `${verb} tekton.dev/${plural}`),
  );
  const readOnly = {
    ...DEFAULT_WATCHER_CONFIG,
    storeEvents: false,
    finalizers: 'never',
  } as const;

  it('are those of an archive that only reads', () => {
    const rights = neededRights(readOnly, NONE);
    expect(texts(rights)).toEqual(reading);
    expect(rights.every(({ optional }) => !optional)).toBe(true);
  });

  it('are only those of the kinds that are archived', () => {
    const rights = neededRights(
      { ...readOnly, archive: { ...readOnly.archive, kinds: ['TaskRun'] } },
      NONE,
    );
    expect(texts(rights)).toEqual(reading.slice(3, 6));
  });

  it('are needed in each namespace that is watched by itself', () => {
    const rights = neededRights(
      { ...readOnly, archive: { ...readOnly.archive, kinds: ['TaskRun'] } },
      { ...NONE, namespaces: ['shop', 'payments'] },
    );
    expect(rights.map(({ namespace, verb }) => `${namespace} ${verb}`)).toEqual(
      ['shop', 'payments'].flatMap(namespace =>
        ['get', 'list', 'watch'].map(verb => `${namespace} ${verb}`),
      ),
    );
  });

  it('may lack by default what is used if it is there', () => {
    const optional = neededRights(DEFAULT_WATCHER_CONFIG, NONE).filter(
      right => right.optional,
    );
    expect(texts(optional)).toEqual([
      'list /events',
      'watch /events',
      'patch tekton.dev/pipelineruns',
      'patch tekton.dev/taskruns',
      'patch tekton.dev/customruns',
      'create /events',
    ]);
  });

  it('may not lack the right to release what has our finalizer, unless told so', () => {
    const left = { leftFinalizers: true };
    const patches = (config: typeof DEFAULT_WATCHER_CONFIG) =>
      neededRights(config, left).flatMap(({ verb, optional }) =>
        verb === 'patch' ? optional : [],
      );
    expect(patches(DEFAULT_WATCHER_CONFIG)).toEqual([false, false, false]);
    expect(patches(readOnly)).toEqual([]);
  });

  it('may lack those on pods, and need them only where logs are captured', () => {
    const onPods = (logs: boolean) =>
      neededRights(readOnly, { leftFinalizers: false, logs }).filter(
        ({ resource }) => resource.startsWith('pods'),
      );
    expect(onPods(false)).toEqual([]);
    expect(texts(onPods(true))).toEqual(['get /pods', 'get /pods/log']);
    expect(onPods(true).every(({ optional }) => optional)).toBe(true);
  });

  it('may not lack what the configuration asks for, whatever else uses it', () => {
    const rights = neededRights(
      {
        ...DEFAULT_WATCHER_CONFIG,
        annotations: true,
        completedRunGracePeriodMs: 0,
      },
      NONE,
    );
    const written = rights.filter(({ verb }) =>
      ['patch', 'delete'].includes(verb),
    );
    expect(texts(written).sort()).toEqual(
      ['patch', 'delete']
        .flatMap(verb =>
          ['pipelineruns', 'taskruns', 'customruns'].map(
            plural => `${verb} tekton.dev/${plural}`,
          ),
        )
        .sort(),
    );
    expect(written.every(({ optional }) => !optional)).toBe(true);
  });
});
