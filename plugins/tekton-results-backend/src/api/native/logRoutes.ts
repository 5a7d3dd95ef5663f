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

import { InputError, NotFoundError } from '@backstage/errors';
import type {
  ListRunLogsResponse,
  LogFollowEvent,
  LogLinesResponse,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter, Request, Response } from 'express';
import type { BackstageCaller } from '../../auth';
import {
  bytesThere,
  compileSearch,
  followLog,
  isReadable,
  logFileName,
  safeFileName,
  type Followed,
} from '../../logs';
import { clientGone, sendStream, withHeartbeat } from '../streaming';
import { explainMissing } from './explainMissing';
import { formatLine, formatRunLog, MAX_LINE_BYTES } from './formatLog';
import type { NativeContext } from './NativeContext';
import { pageOfLines } from './pageOfLines';
import {
  parseDownload,
  parseFollow,
  parseLineNumber,
  parseLineRange,
  parseLogSearch,
} from './parseLogQuery';
import { searchLogs, searchOf } from './searchLogs';
import { existing, noText, readable, readError } from './logErrors';
import { visibleLog, visibleLogs } from './visibleLogs';
import { zipLogs } from './zipLogs';

/** Of a line that is asked for as a whole. */
const MAX_WHOLE_LINE_BYTES = 16 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
/** After it who follows must ask again, and so whether they still may. */
const MAX_FOLLOW_MS = 30 * 60_000;

const NDJSON = 'application/x-ndjson; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

/** The logs of runs: a list, lines, searches, downloads, and what is written now. */
export function addLogRoutes(router: IRouter, context: NativeContext): void {
  const { archive, expensive, followers } = context;
  const RUN = '/runs/:cluster/:uid/logs';
  const LOG = `${RUN}/:attempt/:container`;

  router.get(RUN, async (req, res) => {
    const answer = await audited(
      context,
      req,
      async (caller): Promise<ListRunLogsResponse> => {
        const { logsOf } = await visibleLogs(context, caller, req);
        const signal = clientGone(res);
        const logs = await logsOf(signal);
        const items = logs.map(async log => ({
          ...formatRunLog(log),
          ...(log.withoutSteps && { why: await explainMissing(context, log) }),
        }));
        return { items: await Promise.all(items) };
      },
    );
    res.setHeader('Cache-Control', 'no-store');
    res.json(answer);
  });

  router.get(`${RUN}/search`, async (req, res) => {
    await audited(context, req, async caller => {
      const request = parseLogSearch(req.query);
      compileSearch(searchOf(request));
      const { logsOf } = await visibleLogs(context, caller, req);
      await expensive.run(caller.id, () =>
        sendStream(res, {
          open: async function* search(signal) {
            const logs = await logsOf(signal);
            yield* ndjson(searchLogs(logs, request, { signal }));
          },
          head: () => setHeaders(res, NDJSON),
        }),
      );
    });
  });

  router.get(`${RUN}/download`, async (req, res) => {
    await audited(context, req, async caller => {
      const { timestamps } = parseDownload(req.query);
      const { run, logsOf } = await visibleLogs(context, caller, req);
      await sendStream(res, {
        open: async function* download(signal) {
          const all = await logsOf(signal);
          const logs = all.filter(({ state }) => state !== 'denied');
          if (!logs.some(isReadable)) {
            throw noText(all[0]);
          }
          yield* zipLogs(logs, { timestamps, signal });
        },
        head: () => {
          setHeaders(res, 'application/zip');
          attach(res, safeFileName(`${run.summary.name}-logs`, 'zip'));
        },
      });
    });
  });

  router.get(`${LOG}/lines`, async (req, res) => {
    const answer = await audited(
      context,
      req,
      async (caller): Promise<LogLinesResponse> => {
        const range = parseLineRange(req.query);
        const find = await visibleLog(context, caller, req);
        const signal = clientGone(res);
        return pageOfLines(readable(await find(signal)), { ...range, signal });
      },
    );
    res.setHeader('Cache-Control', 'no-store');
    res.json(answer);
  });

  router.get(`${LOG}/lines/:number`, async (req, res) => {
    await audited(context, req, async caller => {
      const number = parseLineNumber(req.params.number);
      const find = await visibleLog(context, caller, req);
      if (number === undefined) {
        throw noSuchLine();
      }
      await sendStream(res, {
        open: async function* wholeLine(signal) {
          const { text } = readable(await find(signal));
          const lines = text.lines({
            from: number,
            to: number,
            maxLineBytes: MAX_WHOLE_LINE_BYTES,
            signal,
          });
          let isThere = false;
          for await (const line of lines) {
            isThere = true;
            if (line.bytes > line.text.length) {
              throw tooLong(line.bytes);
            }
            yield line.text;
          }
          if (!isThere) {
            throw noSuchLine();
          }
        },
        head: () => setHeaders(res, TEXT),
      });
    });
  });

  router.get(`${LOG}/download`, async (req, res) => {
    await audited(context, req, async caller => {
      const { timestamps } = parseDownload(req.query);
      const find = await visibleLog(context, caller, req);
      let fileName = '';
      await sendStream(res, {
        open: async function* download(signal) {
          const log = readable(await find(signal));
          fileName = logFileName(log);
          yield* bytesThere(log, { timestamps, signal });
        },
        head: () => {
          setHeaders(res, TEXT);
          attach(res, fileName);
        },
      });
    });
  });

  router.get(`${LOG}/follow`, async (req, res) => {
    await audited(context, req, async caller => {
      const { from } = parseFollow(req.query);
      const { cluster } = req.params;
      const find = await visibleLog(context, caller, req);
      const leave = followers.enter(caller.id);
      try {
        await sendStream(res, {
          open: async function* follow(gone) {
            existing(await find(gone));
            const over = AbortSignal.timeout(
              context.maxFollowMs ?? MAX_FOLLOW_MS,
            );
            const away = AbortSignal.any([over, followers.stopped]);
            const signal = AbortSignal.any([gone, away]);
            const followed = followLog({
              from,
              maxLineBytes: MAX_LINE_BYTES + 4,
              find: async () => find(signal),
              archive,
              connection: context.connectionOf(cluster),
              signal,
            });
            const events = withHeartbeat(followEvents(followed, away), {
              everyMs: HEARTBEAT_MS,
              beat: { type: 'waiting' } as const,
            });
            yield* ndjson(events);
          },
          head: () => setHeaders(res, NDJSON),
        });
      } finally {
        leave();
      }
    });
  });
}

/** Writes down who reads logs. */
async function audited<T>(
  { callers, audit }: NativeContext,
  req: Request,
  read: (caller: BackstageCaller) => Promise<T>,
): Promise<T> {
  const caller = await callers.identifyInBackstage(req);
  return audit.record(
    {
      eventId: 'log-fetch',
      severity: 'low',
      meta: { queryType: 'by-uid' },
    },
    { req, caller },
    () =>
      read(caller).catch(error => {
        throw readError(error);
      }),
  );
}

async function* followEvents(
  followed: AsyncIterable<Followed>,
  away: AbortSignal,
): AsyncIterable<LogFollowEvent> {
  try {
    for await (const event of followed) {
      yield 'line' in event
        ? { type: 'line', ...formatLine(event.line) }
        : { type: 'end', ...event.end };
    }
  } catch (error) {
    if (!away.aborted) {
      throw error;
    }
    const reason = 'It was followed for long enough; go on from the next line';
    yield { type: 'end', finished: false, state: 'streaming', reason };
  }
}

async function* ndjson(events: AsyncIterable<object>): AsyncIterable<string> {
  for await (const event of events) {
    yield `${JSON.stringify(event)}\n`;
  }
}

/** Logs are whatever a container wrote: nobody may keep or interpret them. */
function setHeaders(res: Response, contentType: string): void {
  res.setHeader('Content-Type', contentType);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  const isLive = contentType === NDJSON;
  // Else compression, and proxies, would hold lines back.
  res.setHeader(
    'Cache-Control',
    isLive ? 'no-store, no-transform' : 'no-store',
  );
  if (isLive) {
    res.setHeader('X-Accel-Buffering', 'no');
  }
}

function attach(res: Response, fileName: string): void {
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
}

function tooLong(bytes: number): InputError {
  return new InputError(
    `The line has ${bytes} bytes, more than the ${MAX_WHOLE_LINE_BYTES} that are given of one; download the log`,
  );
}

function noSuchLine(): NotFoundError {
  return new NotFoundError('The log has no such line');
}
