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

/** One line that a container wrote. */
export interface LogLine {
  /** Milliseconds since 1970. */
  at: number;
  /** The time as it is printed before the line when asked for. */
  timestamp: string;
  text: string;
}

/** What all containers wrote, by the uid of their pod. Lines may lie ahead: they show when their time has come. */
export class LogBook {
  private readonly pods = new Map<string, Map<string, LogLine[]>>();

  /** Lines in order of time. */
  write(podUid: string, container: string, lines: LogLine[]): void {
    const containers = this.pods.get(podUid) ?? new Map<string, LogLine[]>();
    containers.set(container, [...(containers.get(container) ?? []), ...lines]);
    this.pods.set(podUid, containers);
  }

  read(podUid: string, container: string): LogLine[] {
    return this.pods.get(podUid)?.get(container) ?? [];
  }

  /** A pod's logs go with the pod. */
  forget(podUid: string): void {
    this.pods.delete(podUid);
  }

  /** How many pods have logs. */
  get size(): number {
    return this.pods.size;
  }
}

const TIMED_LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (.*)$/s;

/** Splits text as `timestamps=true` gives it; a line without time belongs to the moment of the line before. */
export function parseTimedLines(text: string): LogLine[] {
  const lines: LogLine[] = [];
  const rows = text.endsWith('\n') ? text.slice(0, -1) : text;
  for (const row of rows === '' ? [] : rows.split('\n')) {
    const match = TIMED_LINE.exec(row);
    const timestamp = match?.[1] ?? lines.at(-1)?.timestamp ?? '';
    lines.push({
      at: timestamp ? Date.parse(timestamp) : 0,
      timestamp,
      text: match?.[2] ?? row,
    });
  }
  return lines;
}
