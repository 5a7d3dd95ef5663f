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

/**
 * The logs of a run as one text: if there is one, its bytes and nothing else. Of
 * several each begins with a line that names it, and those without a text say why.
 *
 * @param logs - at least one must be readable
 * @param options - `ofPipeline`: they may be of several tasks
 */
export async function* joinLogs(
  logs: readonly RunLog[],
  options: { ofPipeline: boolean; signal: AbortSignal },
): AsyncIterable<Uint8Array> {
  const { ofPipeline, signal } = options;
  const readable = logs.filter(isReadable);
  if (readable.length === 1) {
    yield* bytesThere(readable[0], { signal });
    return;
  }
  let endsLine = true;
  for (const log of logs) {
    yield Buffer.from(`${endsLine ? '' : '\n'}${headerOf(log, ofPipeline)}\n`);
    endsLine = true;
    if (isReadable(log)) {
      for await (const bytes of bytesThere(log, { signal })) {
        yield bytes;
        endsLine = (bytes.at(-1) ?? NEWLINE) === NEWLINE;
      }
    }
  }
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

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
