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

import { PIPELINE_RUNS, useClusters } from '../testUtils';

const OLD_PIPELINE_RUNS =
  '/apis/tekton.dev/v1beta1/namespaces/shop/pipelineruns';

describe('a cluster with an old Tekton', () => {
  const clusters = useClusters();

  it('serves runs as v1beta1 only, in its shape', async () => {
    const { call } = await clusters.start({ tektonVersion: 'v1beta1' });
    const created = await call(OLD_PIPELINE_RUNS, {
      method: 'POST',
      body: {
        apiVersion: 'tekton.dev/v1beta1',
        kind: 'PipelineRun',
        metadata: { name: 'build' },
        spec: { taskRunTemplate: { serviceAccountName: 'builder' } },
      },
    });
    expect(created.status).toBe(201);
    const { body } = await call(OLD_PIPELINE_RUNS);
    expect(body).toMatchObject({
      kind: 'PipelineRunList',
      apiVersion: 'tekton.dev/v1beta1',
    });
    expect(body.items).toEqual([
      expect.objectContaining({
        apiVersion: 'tekton.dev/v1beta1',
        spec: { serviceAccountName: 'builder' },
      }),
    ]);
    expect((await call(PIPELINE_RUNS)).status).toBe(404);
  });

  it('tells so in its discovery', async () => {
    const { call } = await clusters.start({ tektonVersion: 'v1beta1' });
    const { body } = await call('/apis/tekton.dev');
    expect(body.versions).toEqual([
      { groupVersion: 'tekton.dev/v1beta1', version: 'v1beta1' },
    ]);
    const { body: version } = await call('/apis/tekton.dev/v1beta1');
    expect(version.resources).toEqual(
      expect.arrayContaining(
        ['customruns', 'pipelineruns', 'taskruns'].map(name =>
          expect.objectContaining({ name }),
        ),
      ),
    );
    expect((await call('/apis/tekton.dev/v1')).status).toBe(404);
  });
});
