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

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const RECORDINGS = resolve(__dirname, '../../../../examples/recordings');
/** A run with one step, which works for nine seconds. */
const RUN = 'slow-timeout';
const BETWEEN_LINES_MS = 10;

type Entry = Readonly<Record<string, unknown>>;

/** The run of {@link writeTalkativeRecording}. */
export const TALKATIVE = { task: 'first', step: 's' };

/**
 * Makes a recording of one run whose step writes a hundred lines a second; how many
 * is told. Played slowly there is time to look on.
 */
export function writeTalkativeRecording(directory: string): number {
  const events = readLines('watch.jsonl.gz').filter(({ object }) =>
    JSON.stringify(object).includes(`"${RUN}`),
  );
  const start = Math.min(...events.map(({ ms }) => Number(ms)));
  const logs = readLines('logs.jsonl.gz').filter(({ pod }) =>
    String(pod).startsWith(RUN),
  );
  let count = 0;
  const talkative = logs.map(log => {
    const times = String(log.text).trim().split('\n').map(timeOf);
    const lines: string[] = [];
    const [first] = times;
    for (let at = first; at < times[times.length - 1]; at += BETWEEN_LINES_MS) {
      count += 1;
      lines.push(`${new Date(at).toISOString()} line ${count} of many`);
    }
    return { ...log, text: `${lines.join('\n')}\n` };
  });
  writeRecording(directory, {
    events: events.map(event => ({ ...event, ms: Number(event.ms) - start })),
    logs: talkative,
  });
  return count;
}

/**
 * Makes a recording of the runs of the project in which the cluster deletes none of
 * them: who begins to watch late misses nothing.
 */
export function writeUnprunedRecording(directory: string): void {
  const events = readLines('watch.jsonl.gz');
  const isDeletion = ({ type, object }: Entry) =>
    type === 'DELETED' && /Run$/.test(Object(object).kind);
  const end = events.find(isDeletion)?.ms ?? Infinity;
  writeRecording(directory, {
    events: events.filter(({ ms }) => Number(ms) < Number(end)),
    logs: readLines('logs.jsonl.gz'),
  });
}

function writeRecording(
  directory: string,
  { events, logs }: { events: readonly Entry[]; logs: readonly Entry[] },
): void {
  writeFileSync(join(directory, 'watch.jsonl.gz'), packed(events));
  writeFileSync(join(directory, 'logs.jsonl.gz'), packed(logs));
}

function readLines(name: string): Entry[] {
  return gunzipSync(readFileSync(join(RECORDINGS, name)))
    .toString()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

function timeOf(line: string): number {
  return Date.parse(line.slice(0, line.indexOf(' ')));
}

function packed(values: readonly object[]): Buffer {
  return gzipSync(values.map(value => `${JSON.stringify(value)}\n`).join(''));
}
