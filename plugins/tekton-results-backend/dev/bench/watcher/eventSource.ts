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
 * An API server with nothing but TaskRuns, in a process of its own so that what
 * it costs is not taken for what the watcher costs.
 */
import { once } from 'events';
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { setTimeout as sleep } from 'timers/promises';
import { readRecording, type KubernetesObject } from 'example-cluster';

/** What the source is told to do; it answers with a {@link SourceReport}. */
export type SourceOrder =
  /** Has so many finished runs, as if they had always been there. */
  | { readonly order: 'hold'; readonly runs: number }
  /** Sends events as fast as they are taken: four of each of some new runs. */
  | { readonly order: 'flood'; readonly events: number }
  | {
      readonly order: 'trickle';
      readonly perSecond: number;
      readonly seconds: number;
    }
  /** Changes some runs and forgets that it did, so that all must be listed. */
  | {
      readonly order: 'expire';
      readonly changedRuns: number;
      /** Whether lists may leave out all but the metadata. */
      readonly metadataLists: boolean;
    };

/** What the source says when it has done so. */
export interface SourceReport {
  readonly port: number;
  /** The version that it is at. */
  readonly version: number;
}

/** The text in conditions before the time of sending, ms since 1970. */
export const SENT_AT = 'sent at ';

/** Runs that are under way at the same time. */
const RUNS_AT_ONCE = 500;
const STATES = ['created', 'running', 'running', 'finished'] as const;

const template = readRecording().events.findLast(
  ({ resource, type }) => resource === 'taskruns' && type === 'MODIFIED',
)?.object;

const versions: number[] = [];
let counter = 1_000;
let floor = 0;
let metadataLists = true;
let watcher: ServerResponse | undefined;

function taskRun(
  index: number,
  state: (typeof STATES)[number],
  version: number,
): KubernetesObject {
  if (!template) {
    throw new Error('The recordings have no TaskRun');
  }
  const { metadata, status, ...rest } = template;
  const finished = state === 'finished';
  return {
    ...rest,
    metadata: {
      ...metadata,
      name: `bench-${index}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(version),
    },
    ...(state !== 'created' && {
      status: {
        ...status,
        conditions: [
          {
            type: 'Succeeded',
            status: finished ? 'True' : 'Unknown',
            reason: finished ? 'Succeeded' : 'Running',
            message: `${SENT_AT}${Date.now()}`,
          },
        ],
      },
    }),
  };
}

async function send(type: string, object: object): Promise<void> {
  if (watcher && !watcher.write(`${JSON.stringify({ type, object })}\n`)) {
    await once(watcher, 'drain');
  }
}

/** The events of new runs, those of some at a time mixed. */
function* newEvents(count: number) {
  for (let sent = 0; sent < count; ) {
    const first = versions.length;
    for (const state of STATES) {
      for (let i = 0; i < RUNS_AT_ONCE && sent < count; i += 1) {
        counter += 1;
        versions[first + i] = counter;
        sent += 1;
        yield {
          type: state === 'created' ? 'ADDED' : 'MODIFIED',
          object: taskRun(first + i, state, counter),
        };
      }
    }
  }
}

async function obey(order: SourceOrder): Promise<void> {
  switch (order.order) {
    case 'hold':
      versions.length = 0;
      for (let i = 0; i < order.runs; i += 1) {
        counter += 1;
        versions.push(counter);
      }
      return;
    case 'flood':
      for (const { type, object } of newEvents(order.events)) {
        await send(type, object);
      }
      return;
    case 'trickle':
      for (const { type, object } of newEvents(
        order.perSecond * order.seconds,
      )) {
        await send(type, object);
        await sleep(1_000 / order.perSecond);
      }
      return;
    case 'expire':
      for (let i = 0; i < order.changedRuns; i += 1) {
        counter += 1;
        versions[Math.floor((i * versions.length) / order.changedRuns)] =
          counter;
      }
      counter += 1;
      floor = counter;
      metadataLists = order.metadataLists;
      watcher?.destroy();
      return;
    default:
      throw new Error('Unknown order');
  }
}

function list(url: URL, accept: string, res: ServerResponse): void {
  const limit = Number(url.searchParams.get('limit'));
  const first = Number(url.searchParams.get('continue') ?? 0);
  const end = Math.min(first + limit, versions.length);
  const partial = metadataLists && accept.includes('PartialObjectMetadataList');
  const items: unknown[] = [];
  for (let index = first; index < end; index += 1) {
    const whole = taskRun(index, 'finished', versions[index]);
    items.push(partial ? { metadata: whole.metadata } : whole);
  }
  res.end(
    JSON.stringify({
      kind: partial ? 'PartialObjectMetadataList' : 'TaskRunList',
      metadata: {
        resourceVersion: String(counter),
        continue: end < versions.length ? String(end) : '',
      },
      items,
    }),
  );
}

function watch(url: URL, res: ServerResponse): void {
  res.flushHeaders();
  if (Number(url.searchParams.get('resourceVersion')) < floor) {
    res.end(
      `${JSON.stringify({
        type: 'ERROR',
        object: { kind: 'Status', code: 410, message: 'too old' },
      })}\n`,
    );
    return;
  }
  watcher = res;
}

function answer(req: IncomingMessage, res: ServerResponse): void {
  const url = new URL(req.url ?? '/', 'http://source');
  const [, index] = /\/bench-(\d+)$/.exec(url.pathname) ?? [];
  if (index !== undefined) {
    const run = Number(index);
    res.end(JSON.stringify(taskRun(run, 'finished', versions[run])));
  } else if (url.searchParams.get('watch') === 'true') {
    watch(url, res);
  } else {
    list(url, req.headers.accept ?? '', res);
  }
}

async function serve(): Promise<void> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const report = () => process.send?.({ port, version: counter });
  process.on('message', async (order: SourceOrder) => {
    await obey(order);
    report();
  });
  process.once('disconnect', () => process.exit(0));
  report();
}

// Imported for its constants, too.
if (process.send) {
  serve().catch(error => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  });
}
