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

import { bytesThere } from './bytesThere';
import { isReadable, type RunLog } from './RunLog';

const NEWLINE = 0x0a;

/** Why there may be nothing of a log although none of it is missing. */
const WROTE_NOTHING = [
  'stepNeverStarted',
  'cancelledBeforeOutput',
  'customRun',
];

/** The logs of a run as one text. */
export interface JoinedLogs {
  readonly text: AsyncIterable<Uint8Array>;
  /** Whether each log begins with a line that names it. */
  readonly named: boolean;
  /** What keeps it from being whole: causes, or states that have none. */
  readonly missing: readonly string[];
}

/**
 * Joins the logs of a run: if there is one, its bytes and nothing else. Of several
 * each begins with a line that names it, and those without a text say why.
 *
 * @param logs - at least one must be readable
 * @param options - `ofPipeline`: they may be of several tasks; `alone`: whether
 * one is the only one that there should be
 */
export function joinLogs(
  logs: readonly RunLog[],
  options: { ofPipeline: boolean; alone?: boolean; signal: AbortSignal },
): JoinedLogs {
  const { ofPipeline, alone = true, signal } = options;
  const [first] = logs;
  const isAlone = alone && logs.length === 1 && isReadable(first);
  return {
    text: isAlone
      ? bytesThere(first, { signal })
      : namedTexts(logs, { ofPipeline, signal }),
    named: !isAlone,
    missing: [
      ...new Set([
        ...logs.flatMap(missingOf),
        ...(alone ? [] : ['runMissing']),
      ]),
    ],
  };
}

async function* namedTexts(
  logs: readonly RunLog[],
  options: { ofPipeline: boolean; signal: AbortSignal },
): AsyncIterable<Uint8Array> {
  const { ofPipeline, signal } = options;
  let endsLine = true;
  const ownLine = (text: string) => {
    const line = Buffer.from(`${endsLine ? '' : '\n'}${text}\n`);
    endsLine = true;
    return line;
  };
  const noteLost = ({ from, to }: { from: number; to: number }) =>
    ownLine(`[lines ${from} to ${to} are lost]`);
  // Not before something is read: whoever gets nothing is told so.
  let headers: Buffer[] = [];
  for (const log of logs) {
    headers.push(ownLine(headerOf(log, ofPipeline)));
    if (isReadable(log)) {
      for await (const bytes of bytesThere(log, { noteLost, signal })) {
        yield* headers;
        headers = [];
        yield bytes;
        endsLine = (bytes.at(-1) ?? NEWLINE) === NEWLINE;
      }
    }
  }
  yield* headers;
}

function headerOf(log: RunLog, ofPipeline: boolean): string {
  const { task, attempt, attempts } = log;
  const step = log.kind === 'step' ? log.step : log.container;
  const parts = [...(ofPipeline ? [task] : []), ...(step ? [step] : [])];
  const names = parts.length > 0 ? parts : [task];
  return [
    `[${names.join(' : ')}]`,
    ...(attempts > 1 ? [`(attempt ${attempt})`] : []),
    ...noteOf(log),
  ].join(' ');
}

/** What keeps the text from being the whole log. */
function noteOf(log: RunLog): string[] {
  const { state, reason } = log;
  const said = reason === undefined ? '' : `: ${oneLine(reason)}`;
  if (!isReadable(log)) {
    return [`(no log${said})`];
  }
  return state === 'partial' ? [`(incomplete${said})`] : [];
}

function missingOf({ state, cause }: RunLog): string[] {
  const isWhole =
    state === 'stored' || (cause && WROTE_NOTHING.includes(cause));
  return isWhole ? [] : [cause ?? state];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
