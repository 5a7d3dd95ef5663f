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

import type {
  LogLine as NativeLogLine,
  LogPlace,
  RunLog as NativeRunLog,
} from 'backstage-plugin-tekton-results-common';
import type { LogLine, RunLog } from '../../logs';

/** How much of a line is told at once, in bytes. */
export const MAX_LINE_BYTES = 16 * 1024;

/** What is told of a log, without what may explain that there is none. */
export function formatRunLog(log: RunLog): NativeRunLog {
  const { run, task, attempt, step, container, kind } = log;
  const { state, cause, reason, bytes, lines, lastLine, live } = log;
  return {
    task,
    ...(run && {
      run: {
        kind: run.summary.kind,
        uid: run.summary.uid,
        name: run.summary.name,
      },
    }),
    attempt,
    step,
    container,
    kind,
    state,
    cause,
    reason,
    stateSince: timeText(log.stateTime),
    bytes,
    lines,
    lastLine,
    firstLineAt: timeText(log.firstLineAt),
    lastLineAt: timeText(log.lastLineAt),
    live,
  };
}

/** A line, of which only the beginning is told if it is long. */
export function formatLine(line: LogLine): NativeLogLine {
  const { number, time, text, bytes } = line;
  const kept = text.length > MAX_LINE_BYTES ? cut(text) : text;
  return {
    number,
    time,
    text: kept.toString('utf8'),
    ...(bytes > kept.length && { cutFrom: bytes }),
  };
}

/** Which log something is about. */
export function formatPlace(log: RunLog): LogPlace {
  const { run, task, step, attempt, container = '' } = log;
  return {
    cluster: run?.summary.cluster ?? '',
    uid: run?.summary.uid ?? '',
    attempt,
    container,
    task,
    step,
  };
}

/** Never within a character. */
function cut(text: Buffer): Buffer {
  let end = MAX_LINE_BYTES;
  // Bytes that go on with a character begin with the bits 10.
  while (end > MAX_LINE_BYTES - 4 && Math.floor(text[end] / 64) === 2) {
    end -= 1;
  }
  return text.subarray(0, end);
}

function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
