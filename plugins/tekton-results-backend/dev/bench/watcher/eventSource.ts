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
 * An API server with nothing but TaskRuns and Events about them, in a process of
 * its own so that what it costs is not taken for what the watcher costs.
 */
import { once } from 'events';
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { setTimeout as sleep } from 'timers/promises';
import { asObject, type JsonObject } from 'example-cluster';
import { z } from 'zod';
import type { ShareOrder } from './manyClusters/clustersSource';
import { taskRunTemplates } from './taskRunTemplates';

/** What the source is told to do; it answers with a {@link SourceReport}. */
export type SourceOrder =
  /** Has so many finished runs, as if they had always been there. */
  | { readonly order: 'hold'; readonly runs: number }
  | ShareOrder
  /** Sends events as fast as they are taken: four of each of some new runs. */
  | {
      readonly order: 'flood';
      readonly events: number;
      /** Whether each comes with a Kubernetes Event about the run. */
      readonly told?: boolean;
    }
  | {
      readonly order: 'trickle';
      readonly perSecond: number;
      readonly seconds: number;
    }
  /**
   * Lets new runs begin, change and end, so many in a second; each is deleted some
   * time after its end.
   */
  | {
      readonly order: 'flow';
      readonly runsPerSecond: number;
      readonly seconds: number;
    }
  /** Changes some runs and forgets that it did, so that all must be listed. */
  | {
      readonly order: 'expire';
      readonly changedRuns: number;
      /** Whether lists may leave out all but the metadata. */
      readonly metadataLists: boolean;
    }
  /** Waits until nobody has written to runs for a while. */
  | { readonly order: 'calm' };

/** What the source says when it has done so. */
export interface SourceReport {
  readonly port: number;
  /** The version that it is at. */
  readonly version: number;
  /** How many writes to runs there were. */
  readonly writes: number;
  /** When the last of them came (ms since 1970, UTC). */
  readonly lastWriteAt: number;
}

/** The text in conditions before the time of sending, ms since 1970. */
export const SENT_AT = 'sent at ';

const STATES = ['created', 'running', 'running', 'finished'] as const;
/** Runs that are under way at the same time. */
const RUNS_AT_ONCE = 500;
const CALM_MS = 3_000;
/** In a flow, the times from one state of a run to the next, and to its deletion. */
const FLOW_STEP_MS = 2_000;
const FLOW_KEPT_MS = 30_000;
const FLOW_TICK_MS = 100;

/** What there is of a run besides what all have. */
interface SourceRun {
  version: number;
  state: (typeof STATES)[number];
  written?: z.infer<typeof writtenSchema>['metadata'];
  /** When it began and ended (RFC 3339), where that is not as in the recording. */
  startTime?: string;
  completionTime?: string;
}

const templates: JsonObject[] = [];

const writtenSchema = z.object({
  metadata: z.object({
    annotations: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
  }),
});

const runs: SourceRun[] = [];
let counter = 1_000;
let floor = 0;
let metadataLists = true;
let writes = 0;
let lastWriteAt = 0;
const watches = new Map<string, ServerResponse>();

function templateOf(index: number): JsonObject {
  if (templates.length === 0) {
    templates.push(...taskRunTemplates());
  }
  return templates[index % templates.length];
}

function taskRun(index: number) {
  const { version, state, written, startTime, completionTime } = runs[index];
  const { metadata, status, ...rest } = templateOf(index);
  const finished = state === 'finished';
  return {
    ...rest,
    metadata: {
      ...asObject(metadata),
      ...written,
      name: `bench-${index}`,
      uid: uidOf(index),
      resourceVersion: String(version),
    },
    ...(state !== 'created' && {
      status: {
        ...asObject(status),
        ...(startTime && { startTime }),
        ...(completionTime && { completionTime }),
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

function uidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A Kubernetes Event that tells of the state of a run. */
function eventAbout(index: number): object {
  const { namespace } = asObject(templateOf(index).metadata);
  const name = `bench-${index}`;
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${counter}`,
      namespace,
      resourceVersion: String(counter),
      creationTimestamp: time,
    },
    involvedObject: {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      namespace,
      name,
      uid: uidOf(index),
    },
    type: 'Normal',
    reason: runs[index].state,
    message: 'Not all Steps in the Task have finished executing',
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
  };
}

async function send(
  plural: string,
  type: string,
  object: object,
): Promise<void> {
  const stream = watches.get(plural);
  if (stream && !stream.write(`${JSON.stringify({ type, object })}\n`)) {
    // A watch may be over before it has room.
    const ending = new AbortController();
    const { signal } = ending;
    await Promise.race([
      once(stream, 'drain', { signal }),
      once(stream, 'close', { signal }),
    ]);
    ending.abort();
  }
}

/** Lets new runs change, some of them at a time. */
function* changedRuns(count: number) {
  for (let changed = 0; changed < count; ) {
    const first = runs.length;
    for (const state of STATES) {
      for (let i = 0; i < RUNS_AT_ONCE && changed < count; i += 1) {
        counter += 1;
        changed += 1;
        runs[first + i] = {
          ...runs[first + i],
          version: counter,
          state,
        };
        yield first + i;
      }
    }
  }
}

async function sendRun(index: number): Promise<void> {
  const type = runs[index].state === 'created' ? 'ADDED' : 'MODIFIED';
  await send('taskruns', type, taskRun(index));
}

/**
 * Many runs at once, each in its own time: what is due is sent tick by tick, so that a
 * reader who is slow for a moment is caught up with.
 */
async function flow(runsPerSecond: number, seconds: number): Promise<void> {
  const due = new Map<number, number[]>();
  const plan = (tick: number, index: number) =>
    due.set(tick, [...(due.get(tick) ?? []), index]);
  const ticksIn = (ms: number) => Math.round(ms / FLOW_TICK_MS);
  const first = runs.length;
  const lastTick =
    ticksIn(seconds * 1_000) +
    ticksIn(FLOW_STEP_MS) * (STATES.length - 1) +
    ticksIn(FLOW_KEPT_MS);
  const startedAt = Date.now();
  for (let tick = 0; tick <= lastTick; tick += 1) {
    await sleep(Math.max(0, startedAt + tick * FLOW_TICK_MS - Date.now()));
    const begun = Math.min(
      Math.floor((tick * FLOW_TICK_MS * runsPerSecond) / 1_000),
      runsPerSecond * seconds,
    );
    while (runs.length - first < begun) {
      plan(tick, runs.length);
      runs.push({ version: 0, state: 'created' });
    }
    for (const index of due.get(tick) ?? []) {
      const next = await flowOn(index);
      if (next !== undefined) {
        plan(tick + ticksIn(next), index);
      }
    }
    due.delete(tick);
  }
}

/**
 * Sends the next state of a run.
 *
 * @returns after how many ms the one after it is due; undefined: it is deleted
 */
async function flowOn(index: number): Promise<number | undefined> {
  const run = runs[index];
  counter += 1;
  const now = new Date().toISOString();
  if (run.version === 0) {
    runs[index] = { ...run, version: counter, startTime: now };
  } else if (run.state === 'finished') {
    runs[index] = { ...run, version: counter };
    await send('taskruns', 'DELETED', taskRun(index));
    return undefined;
  } else {
    const state = run.state === 'created' ? 'running' : 'finished';
    runs[index] = {
      ...run,
      version: counter,
      state,
      ...(state === 'finished' && { completionTime: now }),
    };
  }
  await sendRun(index);
  return runs[index].state === 'finished' ? FLOW_KEPT_MS : FLOW_STEP_MS;
}

async function obey(order: SourceOrder): Promise<void> {
  switch (order.order) {
    case 'hold':
      runs.length = 0;
      for (let i = 0; i < order.runs; i += 1) {
        counter += 1;
        runs.push({ version: counter, state: 'finished' });
      }
      return;
    case 'flood':
      for (const index of changedRuns(order.events)) {
        await sendRun(index);
        if (order.told) {
          await send('events', 'ADDED', eventAbout(index));
        }
      }
      return;
    case 'trickle':
      for (const index of changedRuns(order.perSecond * order.seconds)) {
        await sendRun(index);
        await sleep(1_000 / order.perSecond);
      }
      return;
    case 'flow':
      await flow(order.runsPerSecond, order.seconds);
      return;
    case 'expire':
      for (let i = 0; i < order.changedRuns; i += 1) {
        counter += 1;
        const index = Math.floor((i * runs.length) / order.changedRuns);
        runs[index].version = counter;
      }
      counter += 1;
      floor = counter;
      metadataLists = order.metadataLists;
      watches.get('taskruns')?.destroy();
      return;
    case 'calm':
      lastWriteAt ||= Date.now();
      while (Date.now() < lastWriteAt + CALM_MS) {
        await sleep(CALM_MS / 10);
      }
      return;
    default:
      throw new Error('Unknown order');
  }
}

function list(plural: string, url: URL, req: IncomingMessage): object {
  const all = plural === 'taskruns' ? runs.length : 0;
  const limit = Number(url.searchParams.get('limit'));
  const first = Number(url.searchParams.get('continue') ?? 0);
  const end = Math.min(first + limit, all);
  const partial =
    metadataLists && req.headers.accept?.includes('PartialObjectMetadataList');
  const items: unknown[] = [];
  for (let index = first; index < end; index += 1) {
    const whole = taskRun(index);
    items.push(partial ? { metadata: whole.metadata } : whole);
  }
  return {
    kind: partial ? 'PartialObjectMetadataList' : 'List',
    metadata: {
      resourceVersion: String(counter),
      continue: end < all ? String(end) : '',
    },
    items,
  };
}

function watch(plural: string, url: URL, res: ServerResponse): void {
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
  watches.set(plural, res);
  // As many changes as are made at once wait until there is room.
  res.setMaxListeners(0);
  // Else one watch after another that ends without a word looks like a fault.
  res.write(
    `${JSON.stringify({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(counter) } },
    })}\n`,
  );
  const seconds = Number(url.searchParams.get('timeoutSeconds'));
  const timer = setTimeout(() => res.end(), seconds * 1_000);
  res.on('close', () => {
    clearTimeout(timer);
    if (watches.get(plural) === res) {
      watches.delete(plural);
    }
  });
}

/** As servers do, it sends what came of the write in the watch, too. */
async function write(index: number, req: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) {
    chunks.push(chunk);
  }
  const { metadata } = writtenSchema.parse(
    JSON.parse(Buffer.concat(chunks).toString()),
  );
  counter += 1;
  writes += 1;
  lastWriteAt = Date.now();
  const run = runs[index];
  run.version = counter;
  run.written = { ...run.written, ...metadata };
  const object = taskRun(index);
  send('taskruns', 'MODIFIED', object).catch(() => {});
  return object;
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://source');
  const [, plural = ''] =
    /\/(taskruns|pipelineruns|customruns|events)\b/.exec(url.pathname) ?? [];
  const [, index] = /\/bench-(\d+)$/.exec(url.pathname) ?? [];
  if (url.pathname.endsWith('/selfsubjectaccessreviews')) {
    res.end(JSON.stringify({ status: { allowed: true } }));
  } else if (index !== undefined && req.method === 'PATCH') {
    res.end(JSON.stringify(await write(Number(index), req)));
  } else if (index !== undefined) {
    res.end(JSON.stringify(taskRun(Number(index))));
  } else if (url.searchParams.get('watch') === 'true') {
    watch(plural, url, res);
  } else {
    res.end(JSON.stringify(list(plural, url, req)));
  }
}

async function serve(): Promise<void> {
  const server = createServer((req, res) => {
    answer(req, res).catch(error => res.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const report = () => {
    const sent: SourceReport = { port, version: counter, writes, lastWriteAt };
    process.send?.(sent);
  };
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
