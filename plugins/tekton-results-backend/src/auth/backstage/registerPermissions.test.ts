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
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import tektonResultsPlugin from '../..';

jest.setTimeout(60_000);

const WELL_KNOWN = '/api/tekton-results/.well-known/backstage/permissions';
const RESULTS =
  '/api/tekton-results/apis/results.tekton.dev/v1alpha2/parents/shop/results';
const SERVICE = mockCredentials.service.header();

const RUN = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: {
    name: 'cart-1',
    namespace: 'shop',
    uid: 'uid-1',
    labels: { 'backstage.io/kubernetes-id': 'cart', number: 7, none: null },
    annotations: { commit: '1d20c77' },
  },
  spec: {},
};

async function startPlugin() {
  const backend = await startTestBackend({
    features: [
      tektonResultsPlugin,
      mockServices.rootConfig.factory({ data: {} }),
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: {
              name: 'cart',
              annotations: { 'backstage.io/kubernetes-id': 'cart' },
            },
            relations: [{ type: 'ownedBy', targetRef: 'group:default/cart' }],
          },
        ],
      }),
    ],
  });
  const post = (path: string, body: object, authorization = SERVICE) =>
    request(backend.server)
      .post(path)
      .set('Authorization', authorization)
      .send(body);
  await post(RESULTS, { name: 'shop/results/cart' }).expect(200);
  await post(`${RESULTS}/cart/records`, {
    name: 'shop/results/cart/records/run',
    data: {
      type: 'tekton.dev/v1.PipelineRun',
      value: Buffer.from(JSON.stringify(RUN)).toString('base64'),
    },
  }).expect(200);
  return { backend, post };
}

describe('the started plugin', () => {
  let plugin: Awaited<ReturnType<typeof startPlugin>>;

  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(() => plugin?.backend.stop());

  async function isAllowed(
    rule: string,
    params: object,
    resourceRef = 'default/uid-1',
  ): Promise<string> {
    const { body } = await plugin
      .post(`${WELL_KNOWN}/apply-conditions`, {
        items: [
          {
            id: '1',
            resourceRef,
            resourceType: 'tekton-run',
            conditions: { rule, resourceType: 'tekton-run', params },
          },
        ],
      })
      .expect(200);
    return body.items[0].result;
  }

  it('tells Backstage its permissions', async () => {
    const { body } = await request(plugin.backend.server)
      .get(`${WELL_KNOWN}/metadata`)
      .set('Authorization', SERVICE)
      .expect(200);
    const aboutRuns = { type: 'resource', resourceType: 'tekton-run' };
    expect(body.permissions).toEqual([
      {
        ...aboutRuns,
        name: 'tekton-results.run.read',
        attributes: { action: 'read' },
      },
      {
        ...aboutRuns,
        name: 'tekton-results.log.read',
        attributes: { action: 'read' },
      },
      {
        ...aboutRuns,
        name: 'tekton-results.record.write',
        attributes: { action: 'update' },
      },
      {
        ...aboutRuns,
        name: 'tekton-results.record.delete',
        attributes: { action: 'delete' },
      },
      {
        ...aboutRuns,
        name: 'tekton-results.run.pin',
        attributes: { action: 'update' },
      },
      {
        type: 'basic',
        name: 'tekton-results.retention.read',
        attributes: { action: 'read' },
      },
      {
        type: 'basic',
        name: 'tekton-results.retention.run',
        attributes: { action: 'delete' },
      },
      { type: 'basic', name: 'tekton-results.admin', attributes: {} },
    ]);
  });

  it('tells Backstage its rules and their parameters', async () => {
    const { body } = await request(plugin.backend.server)
      .get(`${WELL_KNOWN}/metadata`)
      .set('Authorization', SERVICE);
    const rules: Array<{
      name: string;
      resourceType: string;
      paramsSchema: { properties: object; required: string[] };
    }> = body.rules;
    expect(
      rules.map(({ name, resourceType, paramsSchema }) => [
        resourceType,
        name,
        Object.keys(paramsSchema.properties),
        paramsSchema.required,
      ]),
    ).toEqual([
      ['tekton-run', 'IS_IN_CLUSTER', ['clusters'], ['clusters']],
      ['tekton-run', 'IS_IN_NAMESPACE', ['namespaces'], ['namespaces']],
      ['tekton-run', 'IS_KIND', ['kinds'], ['kinds']],
      ['tekton-run', 'HAS_LABEL', ['key', 'value'], ['key']],
      ['tekton-run', 'HAS_ANNOTATION', ['key', 'value'], ['key']],
      ['tekton-run', 'IS_ENTITY_OWNER', ['claims'], ['claims']],
    ]);
  });

  it.each([
    ['IS_IN_CLUSTER', { clusters: ['default'] }, 'ALLOW'],
    ['IS_IN_CLUSTER', { clusters: ['east'] }, 'DENY'],
    ['IS_IN_NAMESPACE', { namespaces: ['shop'] }, 'ALLOW'],
    ['IS_IN_NAMESPACE', { namespaces: ['payments'] }, 'DENY'],
    ['IS_KIND', { kinds: ['PipelineRun'] }, 'ALLOW'],
    ['IS_KIND', { kinds: ['TaskRun'] }, 'DENY'],
    ['HAS_LABEL', { key: 'number', value: '7' }, 'ALLOW'],
    ['HAS_LABEL', { key: 'none' }, 'DENY'],
    ['HAS_ANNOTATION', { key: 'commit', value: '1d20c77' }, 'ALLOW'],
    ['HAS_ANNOTATION', { key: 'commit', value: '2b7e151' }, 'DENY'],
    ['IS_ENTITY_OWNER', { claims: ['group:default/cart'] }, 'ALLOW'],
    ['IS_ENTITY_OWNER', { claims: ['group:default/pay'] }, 'DENY'],
  ])('applies %s with %j to a run: %s', async (rule, params, result) => {
    expect(await isAllowed(rule, params)).toBe(result);
  });

  it('allows nothing of a run that is not there', async () => {
    for (const ref of ['default/none', 'none/uid-1', 'uid-1', 'default/\0']) {
      expect(await isAllowed('IS_KIND', { kinds: ['PipelineRun'] }, ref)).toBe(
        'DENY',
      );
    }
  });

  it('applies conditions for other plugins, not for users', async () => {
    const statusFor = async (authorization: string) => {
      const path = `${WELL_KNOWN}/apply-conditions`;
      const { status } = await plugin.post(path, { items: [] }, authorization);
      return status;
    };
    expect(await statusFor(SERVICE)).toBe(200);
    expect(await statusFor(mockCredentials.user.header())).toBe(403);
    expect(await statusFor(mockCredentials.none.header())).toBe(401);
  });
});
