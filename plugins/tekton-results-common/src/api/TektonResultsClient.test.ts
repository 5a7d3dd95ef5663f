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
  const fetch = jest.fn(async (_url: string, _init?: RequestInit) =>
    response.clone(),
  );
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

  it('asks about the selected runs, of all or of an entity', async () => {
    const { client, asked } = clientOf(json({}));
    await client.findRuns({ namespace: 'a', name: 'b c' });
    await client.getRelatedRuns({ cluster: 'a', uid: 'b' });
    for (const call of [
      () => client.listFacets({ facets: ['branch', 'label:a/b'], task: ['x'] }),
      () =>
        client.getStatistics({ labels: ['a=b', 'c=d'], includeOwned: true }),
      () => client.listChanges({ entityRef: 'component:d/e', after: 'f' }),
      () => client.getEntityCard({ entityRef: 'system:d/e', branch: 'main' }),
    ]) {
      await call();
    }
    expect(asked().map(url => url.replace(/.*\/v1/, ''))).toEqual([
      '/find?namespace=a&name=b+c',
      '/runs/a/b/related',
      '/facets?facet=branch&facet=label%3Aa%2Fb&task=x',
      '/statistics?label=a%3Db&label=c%3Dd&includeOwned=true',
      '/entities/component/d/e/changes?after=f',
      '/entities/system/d/e/card?branch=main',
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

  it('asks about what removes old runs, and has it run', async () => {
    const { client, fetch } = clientOf(json({}));
    await client.getRetention();
    await client.previewRetention();
    await client.getRetentionUsage();
    await client.listRetentionJobs({ limit: 5 });
    await client.runRetention();
    expect(
      fetch.mock.calls.map(([url, init]) => [init?.method ?? 'GET', url]),
    ).toEqual([
      ['GET', 'http://backend/api/tekton-results/v1/retention'],
      ['GET', 'http://backend/api/tekton-results/v1/retention/preview'],
      ['GET', 'http://backend/api/tekton-results/v1/retention/usage'],
      ['GET', 'http://backend/api/tekton-results/v1/retention/runs?limit=5'],
      ['POST', 'http://backend/api/tekton-results/v1/retention/run'],
    ]);
  });

  it('pins a run with a reason, and lets go of it', async () => {
    const { client, fetch } = clientOf(json({}));
    const ref = { cluster: 'a/b', uid: 'c' };
    await client.pinRun(ref, { reason: 'evidence' });
    await client.unpinRun(ref);
    const url = 'http://backend/api/tekton-results/v1/runs/a%2Fb/c/pin';
    expect(fetch.mock.calls).toEqual([
      [
        url,
        expect.objectContaining({
          method: 'POST',
          body: '{"reason":"evidence"}',
        }),
      ],
      [url, expect.objectContaining({ method: 'DELETE' })],
    ]);
  });

  it('asks for logs, encoded', async () => {
    const { client, asked } = clientOf(json({ items: [] }));
    const run = { cluster: 'a/b', uid: 'u' };
    const log = { ...run, attempt: 2, container: 'step-x/y' };
    await client.listRunLogs(run);
    await client.getLogLines(log, { from: 3 });
    expect(asked()).toEqual([
      'http://backend/api/tekton-results/v1/runs/a%2Fb/u/logs',
      'http://backend/api/tekton-results/v1/runs/a%2Fb/u/logs/2/step-x%2Fy/lines?from=3',
    ]);
  });

  it('gives the events of a stream one by one, wherever it is cut', async () => {
    const text = '{"type":"line","text":"é"}\n{"type":"end"}\n';
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        bytes.forEach((_, index) =>
          stream.enqueue(bytes.slice(index, index + 1)),
        );
        stream.close();
      },
    });
    const { client, asked } = clientOf(new Response(body));
    const run = { cluster: 'a', uid: 'u' };
    const events: unknown[] = [];
    for await (const event of client.searchRunLogs(run, {
      query: 'a b',
      caseSensitive: true,
      step: 'x',
    })) {
      events.push(event);
    }
    expect(events).toEqual([{ type: 'line', text: 'é' }, { type: 'end' }]);
    expect(asked()).toEqual([
      'http://backend/api/tekton-results/v1/runs/a/u/logs/search?q=a+b&case=true&step=x',
    ]);
  });

  it('fails if a stream ends in the middle of an event', async () => {
    const { client } = clientOf(new Response('{"type":"li'));
    const log = { cluster: 'a', uid: 'u', attempt: 1, container: 'step-x' };
    const follow = async () => {
      for await (const event of client.followLog(log)) {
        throw new Error(`did not expect ${event.type}`);
      }
    };
    await expect(follow()).rejects.toThrow('ended in the middle');
  });

  it('gives a download with the name that the server gives it', async () => {
    const { client } = clientOf(
      new Response('text', {
        headers: { 'content-disposition': 'attachment; filename="a-b.log"' },
      }),
    );
    const log = { cluster: 'a', uid: 'u', attempt: 1, container: 'step-x' };
    const { fileName, body } = await client.downloadLog(log);
    expect(fileName).toBe('a-b.log');
    expect(await new Response(body).text()).toBe('text');
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
