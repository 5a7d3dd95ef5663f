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

import { Request, Response } from 'express';
import { LogFault } from '../control';
import { badRequest, KubernetesObject, RESOURCES } from '../kubernetes';
import {
  chooseContainer,
  containerState,
  LogBook,
  LogLine,
  LogSelection,
  selectLines,
  waitingToStart,
} from '../logs';
import { ObjectStore } from '../store';
import { LogWriter } from './logWriter';
import { queryCount, queryFlag, queryText } from './respond';

/** How often a followed log is looked at for new lines. */
const FOLLOW_INTERVAL_MS = 100;

/** What a log is read from. */
export interface PodLogContext {
  store: ObjectStore;
  logBook: LogBook;
}

/** Answers a request for the log of a pod's container. */
export async function sendPodLog(
  req: Request,
  res: Response,
  pod: KubernetesObject,
  context: PodLogContext,
): Promise<void> {
  const selection = parseSelection(req, context.store.now());
  const container = chooseContainer(pod, queryText(req, 'container'));
  if (queryFlag(req, 'previous')) {
    throw badRequest(
      `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`,
    );
  }
  const { state, reason } = containerState(pod, container);
  if (state === 'waiting') {
    throw waitingToStart(pod, container, reason);
  }

  res.status(200).setHeader('Content-Type', 'text/plain');
  res.setHeader('Cache-Control', 'no-cache, private');
  res.flushHeaders();
  const writer = new LogWriter(res, selection.limitBytes);
  const first = writtenLines(pod, container, context);
  const { keptLines }: LogFault = res.locals.logFault ?? {};
  const kept =
    keptLines === undefined || keptLines >= first.lines.length
      ? first.lines
      : first.lines.slice(first.lines.length - keptLines);
  await writer.write(selectLines(kept, selection), selection);
  let seen = first.lines.length;
  let ended = first.ended || !queryFlag(req, 'follow');
  while (!ended && !writer.full && !res.destroyed) {
    await pause(FOLLOW_INTERVAL_MS);
    const now = writtenLines(pod, container, context);
    await writer.write(now.lines.slice(seen), selection);
    seen = now.lines.length;
    ended = now.ended;
  }
  res.end();
}

/** The lines so far, and whether more can come. A container that ended has written all of them. */
function writtenLines(
  pod: KubernetesObject,
  container: string,
  { store, logBook }: PodLogContext,
): { lines: LogLine[]; ended: boolean } {
  const { namespace, name, uid } = pod.metadata;
  const now = store.find(RESOURCES.pods, namespace, name);
  const gone = now?.metadata.uid !== uid;
  const ended =
    gone || !now || containerState(now, container).state === 'terminated';
  const all = logBook.read(uid, container);
  return {
    lines: ended ? all : all.filter(line => line.at <= store.now()),
    ended,
  };
}

function parseSelection(req: Request, nowMs: number): LogSelection {
  const seconds = queryCount(req, 'sinceSeconds');
  const sinceTime = queryText(req, 'sinceTime');
  const sinceMs = seconds === undefined ? undefined : nowMs - seconds * 1000;
  if (sinceTime !== undefined && Number.isNaN(Date.parse(sinceTime))) {
    throw badRequest(
      `parsing time ${JSON.stringify(sinceTime)} as RFC3339 failed`,
    );
  }
  return {
    timestamps: queryFlag(req, 'timestamps'),
    sinceMs: sinceTime === undefined ? sinceMs : Date.parse(sinceTime),
    tailLines: queryCount(req, 'tailLines'),
    limitBytes: queryCount(req, 'limitBytes'),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}
