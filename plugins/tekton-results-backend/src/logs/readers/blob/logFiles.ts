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

import type { LogObject } from 'backstage-plugin-tekton-results-node';
import type { RE2JS } from 're2js';
import type { ReadRun } from '../LogReader';

/** The files that hold one log, in their order. */
export interface LogFiles {
  /** Such as `step-build`. */
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * What the keys of the logs of a run begin with, without a slash there and with
 * one at the end.
 *
 * @returns undefined if the run has a value that cannot be a part of a path: then
 * there are no logs of it
 */
export function logPrefix(template: string, run: ReadRun): string | undefined {
  const values: Readonly<Record<string, string>> = {
    namespace: run.namespace,
    result: run.result,
    record: run.record,
    name: run.name,
    uid: run.uid,
  };
  let isSafe = true;
  const path = template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    isSafe &&= /^[A-Za-z0-9][-A-Za-z0-9._]*$/.test(value);
    return value;
  });
  return isSafe ? `${path.replace(/^\/+|\/+$/g, '')}/` : undefined;
}

/**
 * Puts the files of one log together: those whose keys are the same without what
 * tells their parts apart, in the order of their times.
 */
export function groupFiles(
  objects: readonly LogObject[],
  multipart: RE2JS | undefined,
): LogFiles[] {
  const sorted = [...objects].sort(
    (a, b) => a.modifiedAt - b.modifiedAt || compareKeys(a.key, b.key),
  );
  const groups = new Map<string, string[]>();
  for (const { key } of sorted) {
    const whole = multipart ? multipart.matcher(key).replaceAll('') : key;
    groups.set(whole, [...(groups.get(whole) ?? []), key]);
  }
  return [...groups].map(([key, keys]) => ({ name: logName(key), keys }));
}

function compareKeys(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** The last part of a key, without the end that log files have. */
function logName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replace(/\.(log|txt)$/, '');
}
