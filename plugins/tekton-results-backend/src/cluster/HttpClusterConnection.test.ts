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

import { createServer, type RequestListener, type Server } from 'http';
import type { AddressInfo } from 'net';
import { EVENT_RESOURCE, RUN_RESOURCES } from './ClusterConnection';
import { HttpClusterConnection } from './HttpClusterConnection';

const [resource] = RUN_RESOURCES;
const signal = new AbortController().signal;

/** What a server says of an object that is not there. */
function notFound(name: string) {
  return {
    kind: 'Status',
    status: 'Failure',
    reason: 'NotFound',
    details: { name, group: 'tekton.dev', kind: 'pipelineruns' },
    code: 404,
  };
}

describe('HttpClusterConnection', () => {
  let server: Server | undefined;

  async function connection(listener: RequestListener, maxPageBytes?: number) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise(resolve => server?.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    return connectionTo(`http://127.0.0.1:${port}/base/`, maxPageBytes);
  }

  function connectionTo(url: string, maxPageBytes?: number) {
    return new HttpClusterConnection({
      access: {
        url,
        requestOptions: async () => ({
          headers: { authorization: 'Bearer t' },
        }),
        renew: () => {},
      },
      watchSilenceMs: 50,
      maxPageBytes,
    });
  }

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  it('asks for a page below the path of the base URL, with its credential', async () => {
    const seen: unknown[] = [];
    const cluster = await connection((req, res) => {
      seen.push([req.method, req.url, req.headers.authorization]);
      res.end(
        JSON.stringify({
          metadata: { resourceVersion: '7', continue: 'more' },
          items: [{ a: 1 }],
        }),
      );
    });
    expect(
      await cluster.list({ resource, limit: 2, continueToken: 'c=', signal }),
    ).toEqual({
      items: [{ a: 1 }],
      resourceVersion: '7',
      continueToken: 'more',
      complete: true,
    });
    expect(seen).toEqual([
      [
        'GET',
        '/base/apis/tekton.dev/v1/pipelineruns?limit=2&continue=c%3D',
        'Bearer t',
      ],
    ]);
  });

  it('asks for what the core group has, and lets the server select', async () => {
    const seen: unknown[] = [];
    const cluster = await connection((req, res) => {
      seen.push(req.url);
      res.end(
        JSON.stringify({ metadata: { resourceVersion: '7' }, items: [] }),
      );
    });
    const selection = {
      resource: EVENT_RESOURCE,
      fieldSelector: 'involvedObject.kind!=Node',
      signal,
    };
    await cluster.list({ ...selection, limit: 2 });
    const watch = cluster.watch({
      ...selection,
      resourceVersion: '7',
      timeoutSeconds: 9,
    });
    expect((await watch.next()).value).toEqual([]);
    await watch.return(undefined);
    const selector = 'fieldSelector=involvedObject.kind%21%3DNode';
    expect(seen).toEqual([
      `/base/api/v1/events?limit=2&${selector}`,
      `/base/api/v1/events?watch=true&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=9&${selector}`,
    ]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notInstalled'],
    [410, 'clusterError'],
    [500, 'clusterError'],
  ])(
    'says in the words of the cluster what a %s means',
    async (status, code) => {
      const cluster = await connection((_req, res) => {
        res
          .writeHead(status, { 'retry-after': '3' })
          .end(JSON.stringify({ kind: 'Status', message: 'no, because' }));
      });
      await expect(
        cluster.list({ resource, limit: 1, signal }),
      ).rejects.toMatchObject({
        status,
        code,
        message: `The cluster answered ${status}: no, because`,
        retryAfterMs: 3000,
      });
    },
  );

  it('understands until when it is to wait, by the clock of the cluster', async () => {
    const cluster = await connection((_req, res) => {
      res
        .writeHead(429, {
          date: 'Sat, 21 Nov 2026 12:00:00 GMT',
          'retry-after': 'Sat, 21 Nov 2026 12:00:07 GMT',
        })
        .end();
    });
    await expect(
      cluster.list({ resource, limit: 1, signal }),
    ).rejects.toMatchObject({ status: 429, retryAfterMs: 7_000 });
  });

  it('tells a server that is away from one that breaks off', async () => {
    const cluster = await connection((req, _res) => req.socket.destroy());
    await expect(
      cluster.list({ resource, limit: 1, signal }),
    ).rejects.toMatchObject({ code: 'unreachable' });
    server?.close();
    await expect(
      connectionTo('http://127.0.0.1:1').list({ resource, limit: 1, signal }),
    ).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('does not take the page of a proxy for an empty list', async () => {
    const cluster = await connection((_req, res) => {
      res.end('<html>Sign in</html>');
    });
    await expect(cluster.list({ resource, limit: 1, signal })).rejects.toThrow(
      /not JSON/,
    );
  });

  it('reads a watch until the server ends it', async () => {
    const cluster = await connection((req, res) => {
      const query = new URL(req.url ?? '', 'http://x').searchParams;
      res.end(
        `${JSON.stringify({
          type: 'ADDED',
          object: Object.fromEntries(query),
        })}\n`,
      );
    });
    const events: unknown[] = [];
    for await (const batch of cluster.watch({
      resource,
      resourceVersion: '9',
      timeoutSeconds: 300,
      signal,
    })) {
      events.push(...batch);
    }
    expect(events).toEqual([
      {
        type: 'ADDED',
        object: {
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: '9',
          timeoutSeconds: '300',
        },
      },
    ]);
  });

  it('fails when a watch is cut, as what follows would be lost', async () => {
    const cluster = await connection((_req, res) => {
      res.write('{"type":"BOOKMARK","object":{}}\n', () =>
        setImmediate(() => res.destroy()),
      );
    });
    const events: unknown[] = [];
    await expect(async () => {
      for await (const batch of cluster.watch({
        resource,
        resourceVersion: '9',
        timeoutSeconds: 300,
        signal,
      })) {
        events.push(...batch);
      }
    }).rejects.toMatchObject({ code: 'unreachable' });
    expect(events).toHaveLength(1);
  });

  it('takes silence in a watch for a fault, as nothing tells it from a dead server', async () => {
    const cluster = await connection((_req, res) => {
      res.flushHeaders();
    });
    await expect(async () => {
      for await (const batch of cluster.watch({
        resource,
        resourceVersion: '9',
        timeoutSeconds: 300,
        signal,
      })) {
        expect(batch).toEqual([]);
      }
    }).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('asks for the metadata of a list, and tells whether that is what came', async () => {
    const accepts: unknown[] = [];
    const cluster = await connection((req, res) => {
      accepts.push(req.headers.accept);
      res.end(
        JSON.stringify({
          kind: 'PartialObjectMetadataList',
          metadata: { resourceVersion: '7' },
          items: [],
        }),
      );
    });
    const page = await cluster.list({
      resource,
      limit: 2,
      metadataOnly: true,
      signal,
    });
    expect(page.complete).toBe(false);
    expect(accepts).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
    ]);
  });

  it('reads one object, or that there is none', async () => {
    const cluster = await connection((req, res) => {
      const found = req.url?.endsWith('/a');
      res.statusCode = found ? 200 : 404;
      res.end(JSON.stringify(found ? { url: req.url } : notFound('b')));
    });
    const ask = (name: string) =>
      cluster.getObject({ resource, namespace: 'shop', name, signal });
    expect(await ask('a')).toEqual({
      url: '/base/apis/tekton.dev/v1/namespaces/shop/pipelineruns/a',
    });
    expect(await ask('b')).toBeUndefined();
  });

  it.each([
    ['there is no such resource', '404 page not found\n'],
    ['a proxy knows no such path', JSON.stringify({ message: 'not found' })],
    ['another object is not there', JSON.stringify(notFound('namespace'))],
  ])('does not take an object for gone when %s', async (_, body) => {
    const cluster = await connection((_req, res) => {
      res.statusCode = 404;
      res.end(body);
    });
    await expect(
      cluster.getObject({ resource, namespace: 'shop', name: 'b', signal }),
    ).rejects.toMatchObject({ status: 404, code: 'notInstalled' });
  });

  it('lists the objects of one namespace', async () => {
    const paths: unknown[] = [];
    const cluster = await connection((req, res) => {
      paths.push(req.url);
      res.end(
        JSON.stringify({ metadata: { resourceVersion: '7' }, items: [] }),
      );
    });
    await cluster.list({ resource, namespace: 'shop', limit: 2, signal });
    expect(paths).toEqual([
      '/base/apis/tekton.dev/v1/namespaces/shop/pipelineruns?limit=2',
    ]);
  });

  describe('where objects are large', () => {
    const asked: string[] = [];

    /** A list of `sizes.length` objects of these sizes, in bytes. */
    function cluster(sizes: number[]) {
      asked.length = 0;
      return connection((req, res) => {
        const query = new URL(req.url ?? '', 'http://x').searchParams;
        const limit = Number(query.get('limit'));
        const start = Number(query.get('continue') ?? 0);
        asked.push(`${limit} from ${start}`);
        const end = start + limit;
        res.end(
          JSON.stringify({
            metadata: {
              resourceVersion: '7',
              ...(end < sizes.length && { continue: String(end) }),
            },
            items: sizes.slice(start, end).map(size => 'x'.repeat(size)),
          }),
        );
      }, 1_000);
    }

    async function listAll(connected: HttpClusterConnection) {
      let count = 0;
      let continueToken: string | undefined;
      do {
        const page = await connected.list({
          resource,
          limit: 8,
          continueToken,
          signal,
        });
        count += page.items.length;
        continueToken = page.continueToken;
      } while (continueToken);
      return count;
    }

    it('asks for smaller pages until the list is over', async () => {
      const connected = await cluster([9, 9, 9, 9, 9, 9, 9, 9, 300, 400, 400]);
      expect(await listAll(connected)).toBe(11);
      expect(asked).toEqual(['8 from 0', '8 from 8', '2 from 8', '2 from 10']);
      asked.length = 0;
      expect(await listAll(connected)).toBe(11);
      expect(asked[0]).toBe('8 from 0');
    });

    it('says so when a single object is too large', async () => {
      const connected = await cluster([9, 9_000]);
      await expect(listAll(connected)).rejects.toMatchObject({
        name: 'ClusterError',
        code: 'clusterError',
        message: expect.stringContaining('longer than'),
      });
      expect(asked).toEqual(['8 from 0', '2 from 0', '1 from 0', '1 from 1']);
    });
  });

  describe('of the log of a pod', () => {
    const pod = { namespace: 'shop', pod: 'p', container: 'step-a', signal };

    async function read(log: AsyncIterable<Buffer>): Promise<string> {
      const chunks: Buffer[] = [];
      for await (const chunk of log) {
        chunks.push(chunk);
      }
      return Buffer.concat(chunks).toString('utf8');
    }

    it('asks for just what is wanted', async () => {
      const seen: unknown[] = [];
      const cluster = await connection((req, res) => {
        seen.push(req.url);
        res.end('2026-01-01T10:00:00Z a\n');
      });
      expect(await read(cluster.podLog(pod))).toBe('2026-01-01T10:00:00Z a\n');
      await read(
        cluster.podLog({
          ...pod,
          follow: true,
          timestamps: true,
          sinceTime: '2026-01-01T10:00:00+01:00',
        }),
      );
      const path = '/base/api/v1/namespaces/shop/pods/p/log?container=step-a';
      expect(seen).toEqual([
        path,
        `${path}&timestamps=true&sinceTime=2026-01-01T10%3A00%3A00%2B01%3A00&follow=true`,
      ]);
    });

    it('fails when the cluster breaks off, after what came first', async () => {
      const cluster = await connection((_req, res) => {
        res.write('first\n', () => setImmediate(() => res.destroy()));
      });
      const chunks: string[] = [];
      await expect(async () => {
        for await (const chunk of cluster.podLog(pod)) {
          chunks.push(chunk.toString());
        }
      }).rejects.toMatchObject({ code: 'unreachable' });
      expect(chunks).toEqual(['first\n']);
    });

    it.each([
      [400, 'clusterError'],
      [403, 'forbidden'],
      [404, 'notInstalled'],
      [410, 'clusterError'],
    ])('tells of a %s in the words of the cluster', async (status, code) => {
      const cluster = await connection((_req, res) => {
        res
          .writeHead(status)
          .end(JSON.stringify({ kind: 'Status', message: 'no, because' }));
      });
      await expect(read(cluster.podLog(pod))).rejects.toMatchObject({
        status,
        code,
        message: `The cluster answered ${status}: no, because`,
      });
    });

    it('lets go of the connection when nobody reads on', async () => {
      let closed = () => {};
      const isClosed = new Promise<void>(resolve => {
        closed = resolve;
      });
      const cluster = await connection((_req, res) => {
        res.on('close', closed);
        res.write('first\n');
      });
      for await (const chunk of cluster.podLog({ ...pod, follow: true })) {
        expect(chunk.toString()).toBe('first\n');
        break;
      }
      await isClosed;
    });
  });
});
