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

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  isJsonObject,
  JsonValue,
  KubernetesObject,
  RESOURCES,
  ResourceName,
} from '../kubernetes';
import { latestTime } from './times';

/** One watch event of the recorded cluster. */
export interface RecordedEvent {
  /** Since the watches were opened. */
  ms: number;
  resource: ResourceName;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

/** What one container wrote, with a time before each line. */
export interface RecordedLog {
  namespace: string;
  pod: string;
  /** Of the pod. */
  uid: string;
  container: string;
  text: string;
}

/** A recorded piece of a cluster's life. */
export interface Recording {
  /** The moment of `ms` 0, in milliseconds since 1970. */
  startMs: number;
  events: RecordedEvent[];
  logs: RecordedLog[];
}

/** The recordings that come with the project. */
const DEFAULT_RECORDINGS = resolve(
  // This package is only ever run from its source, so its place in the project is known.
  // eslint-disable-next-line no-restricted-syntax
  __dirname,
  '../../../../examples/recordings',
);

/** Reads `watch.jsonl.gz` and `logs.jsonl.gz` of a folder. Bookmarks are left out. */
export function readRecording(directory = DEFAULT_RECORDINGS): Recording {
  const events = readLines(resolve(directory, 'watch.jsonl.gz'))
    .filter(isRecordedEvent)
    .sort((a, b) => a.ms - b.ms);
  const logs = readLines(resolve(directory, 'logs.jsonl.gz')).filter(
    isRecordedLog,
  );
  return { startMs: findStart(events), events, logs };
}

function readLines(file: string): unknown[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as JsonValue);
}

function isRecordedEvent(value: unknown): value is RecordedEvent {
  return (
    isJsonObject(value) &&
    ['ADDED', 'MODIFIED', 'DELETED'].includes(String(value.type)) &&
    Object.hasOwn(RESOURCES, String(value.resource)) &&
    isJsonObject(value.object)
  );
}

function isRecordedLog(value: unknown): value is RecordedLog {
  return isJsonObject(value) && typeof value.text === 'string';
}

/**
 * The events say when they arrived since the start, their objects say what time it was then. No
 * object can be younger than its arrival, so the largest difference is the start.
 */
function findStart(events: RecordedEvent[]): number {
  return events.reduce((start, { ms, object }) => {
    // The one time that lies ahead: a pod's deletion is announced for the end of its grace period.
    const { deletionTimestamp: _ahead, ...metadata } = object.metadata;
    return Math.max(start, latestTime({ ...object, metadata }) - ms);
  }, 0);
}
