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

/**
 * API servers with runs as varied as those of a company, all in one process: that of
 * cluster 3 is below the path `/3`.
 */
import { once } from 'events';
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import type { JsonObject } from 'example-cluster';
import { benchedHistory } from '../../benchedHistory';
import type { SourceOrder, SourceReport } from '../eventSource';

/** Has so many varied runs, shared out, as if they had always been there. */
export interface ShareOrder {
  readonly order: 'share';
  readonly runs: number;
  readonly clusters: number;
}

/** Cluster, plural of the resource, name of the object. */
const PATH =
  /^\/(\d+)\/(?:api|apis\/[^/]+)\/[^/]+(?:\/namespaces\/[^/]+)?\/([^/]+)(?:\/([^/]+))?/;

/** As JSON. */
interface SourceRun {
  readonly whole: string;
  readonly metadata: string;
}

/** Of each cluster, by the plural of its resource. */
let clusters: ReadonlyArray<ReadonlyMap<string, readonly SourceRun[]>> = [];
const watches = new Set<ServerResponse>();
let counter = 1_000;
let floor = 0;
let metadataLists = true;

function share(count: number, among: number): void {
  let left = count;
  const held = Array.from(
    { length: among },
    () =>
      new Map<string, SourceRun[]>([
        ['pipelineruns', []],
        ['taskruns', []],
        ['customruns', []],
      ]),
  );
  let group = 0;
  for (const objects of benchedHistory(count)) {
    // What a run owns is in the cluster of the run.
    const cluster = held[group % among];
    for (const object of objects.slice(0, left)) {
      cluster
        .get(`${String(object.kind).toLowerCase()}s`)
        ?.push(asJson(object));
    }
    group += 1;
    left -= Math.min(objects.length, left);
  }
  clusters = held;
}

function asJson(object: JsonObject): SourceRun {
  counter += 1;
  const metadata = {
    ...(object.metadata as JsonObject),
    resourceVersion: String(counter),
  };
  return {
    whole: JSON.stringify({ ...object, metadata }),
    metadata: JSON.stringify({ metadata }),
  };
}

function obey(order: SourceOrder): void {
  switch (order.order) {
    case 'share':
      share(order.runs, order.clusters);
      return;
    case 'expire':
      counter += 1;
      floor = counter;
      metadataLists = order.metadataLists;
      watches.forEach(open => open.destroy());
      return;
    default:
      throw new Error('Unknown order');
  }
}

function list(
  runs: readonly SourceRun[],
  url: URL,
  { headers }: IncomingMessage,
): string {
  const first = Number(url.searchParams.get('continue') ?? 0);
  const end = Math.min(
    first + Number(url.searchParams.get('limit')),
    runs.length,
  );
  const partial =
    metadataLists && headers.accept?.includes('PartialObjectMetadataList');
  const start = JSON.stringify({
    kind: partial ? 'PartialObjectMetadataList' : 'List',
    metadata: {
      resourceVersion: String(counter),
      continue: end < runs.length ? String(end) : '',
    },
  });
  const items = runs
    .slice(first, end)
    .map(({ whole, metadata }) => (partial ? metadata : whole));
  return `${start.slice(0, -1)},"items":[${items.join()}]}`;
}

function watch(url: URL, res: ServerResponse): void {
  const isTooOld = Number(url.searchParams.get('resourceVersion')) < floor;
  // Else one watch after another that ends without a word looks like a fault.
  const first = isTooOld
    ? { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'old' } }
    : {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: String(counter) } },
      };
  res.write(`${JSON.stringify(first)}\n`);
  if (isTooOld) {
    res.end();
    return;
  }
  watches.add(res);
  const seconds = Number(url.searchParams.get('timeoutSeconds'));
  const timer = setTimeout(() => res.end(), seconds * 1_000);
  res.on('close', () => {
    clearTimeout(timer);
    watches.delete(res);
  });
}

function answer(req: IncomingMessage, res: ServerResponse): void {
  const url = new URL(req.url ?? '/', 'http://source');
  const [, cluster = '', plural, object] = PATH.exec(url.pathname) ?? [];
  if (plural === 'selfsubjectaccessreviews') {
    res.end(JSON.stringify({ status: { allowed: true } }));
  } else if (url.searchParams.get('watch') === 'true') {
    watch(url, res);
  } else if (url.searchParams.has('limit')) {
    res.end(list(clusters[Number(cluster)]?.get(plural) ?? [], url, req));
  } else {
    // The pods of the runs are gone.
    res.statusCode = 404;
    res.end(
      JSON.stringify({
        kind: 'Status',
        code: 404,
        reason: 'NotFound',
        details: { name: object, kind: plural },
      }),
    );
  }
}

async function serve(): Promise<void> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const report = () => {
    const sent: SourceReport = {
      port,
      version: counter,
      writes: 0,
      lastWriteAt: 0,
    };
    process.send?.(sent);
  };
  process.on('message', (order: SourceOrder) => {
    obey(order);
    report();
  });
  process.once('disconnect', () => process.exit(0));
  report();
}

serve().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
