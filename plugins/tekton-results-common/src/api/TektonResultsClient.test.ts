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

import { TektonResultsClient } from './TektonResultsClient';

function clientOf(response: Response) {
  const fetch = jest.fn(async (_url: string, _init?: RequestInit) => response);
  const client = new TektonResultsClient({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { client, fetch, asked: () => fetch.mock.calls.map(([url]) => url) };
}

function json(body: unknown, status = 200) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

describe('TektonResultsClient', () => {
  it('sends each condition of a list, encoded', async () => {
    const { client, asked } = clientOf(json({ items: [] }));
    await client.listRuns({
      kinds: ['PipelineRun', 'TaskRun'],
      statuses: ['failed'],
      cluster: undefined,
      filter: 'a & b',
      limit: 50,
    });
    expect(asked()).toEqual([
      'http://backend/api/tekton-results/v1/runs?kind=PipelineRun&kind=TaskRun&status=failed&filter=a+%26+b&limit=50',
    ]);
  });

  it('asks for the runs of an entity, encoded', async () => {
    const { client, asked } = clientOf(json({ items: [], scope: null }));
    await client.listEntityRuns({
      entityRef: 'component:default/a&b',
      limit: 50,
    });
    expect(asked()).toEqual([
      'http://backend/api/tekton-results/v1/entities/component/default/a%26b/runs?limit=50',
    ]);
  });

  it('encodes what identifies a run', async () => {
    const { client, asked } = clientOf(json({}));
    await client.getRunObject({ cluster: 'a/b', uid: '../x' });
    expect(asked()).toEqual([
      'http://backend/api/tekton-results/v1/runs/a%2Fb/..%2Fx/object',
    ]);
  });

  it('posts a filter to be validated', async () => {
    const { client, fetch } = clientOf(
      json({ valid: true, indexed: true, parts: [] }),
    );
    await expect(client.validateFilter({ filter: 'true' })).resolves.toEqual({
      valid: true,
      indexed: true,
      parts: [],
    });
    expect(fetch).toHaveBeenCalledWith(
      'http://backend/api/tekton-results/v1/filters:validate',
      expect.objectContaining({
        method: 'POST',
        body: '{"filter":"true"}',
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json',
        },
      }),
    );
  });

  it("rejects with the server's error", async () => {
    const { client } = clientOf(
      json(
        {
          error: { name: 'NotFoundError', message: 'No such run' },
          response: { statusCode: 404 },
        },
        404,
      ),
    );
    await expect(
      client.getRun({ cluster: 'a', uid: 'b' }),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      cause: { name: 'NotFoundError' },
    });
  });
});
