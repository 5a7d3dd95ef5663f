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

import { createHash } from 'crypto';
import type { JsonObject, JsonValue } from '@backstage/types';
import { lastRecordedEvents } from '../../__testUtils__/recordedRuns';
import type { SentMessage } from './FakeResultsServer';

const START = Date.UTC(2025, 2, 1);

/**
 * The recorded runs as upstream's server has them, one of them from the days of
 * v1beta1, with an EventList, a Log, and a Record that is not JSON.
 */
export function upstreamHistory(): {
  results: SentMessage[];
  records: SentMessage[];
} {
  const results = new Map<string, SentMessage>();
  const records: SentMessage[] = [];
  lastRecordedEvents().forEach(({ captured }, index) => {
    const { group, payload, dataType, facts } = captured;
    const result = `${group.parent}/results/${group.result}`;
    const record = `${result}/records/${group.record}`;
    if (!results.has(result)) {
      results.set(
        result,
        message(result, index, {
          annotations: { 'object.metadata.name': facts.name },
          summary: {
            record,
            type: dataType,
            start_time: '2025-03-01T00:00:00.123456Z',
            end_time: '2025-03-01T00:01:00Z',
            status: 'SUCCESS',
          },
        }),
      );
    }
    const old = index === 0;
    records.push(
      recordMessage(record, index, {
        type: old ? `tekton.dev/v1beta1.${facts.kind}` : dataType,
        value: old ? { ...payload, apiVersion: 'tekton.dev/v1beta1' } : payload,
      }),
    );
  });

  const [{ name: first }] = results.values();
  records.push(
    recordMessage(`${first}/records/events`, 100, {
      type: 'results.tekton.dev/v1.EventList',
      value: {
        kind: 'EventList',
        apiVersion: 'v1',
        items: [{ reason: 'Started' }],
      },
    }),
    recordMessage(`${first}/records/log`, 101, {
      type: 'results.tekton.dev/v1alpha3.Log',
      value: logOf(records[0]),
    }),
    message(`${first}/records/broken`, 102, {
      data: {
        type: 'tekton.dev/v1.TaskRun',
        value: Buffer.from('{"secret": ').toString('base64'),
      },
    }),
  );
  return { results: [...results.values()], records };
}

/** A Record as upstream sends it: its object as PostgreSQL prints it. */
export function recordMessage(
  name: string,
  age: number,
  data: { type: string; value: JsonValue },
): SentMessage {
  const text = JSON.stringify(data.value, null, 1).replaceAll(/\n */g, ' ');
  return message(name, age, {
    data: { type: data.type, value: Buffer.from(text).toString('base64') },
  });
}

/** A message with what upstream gives to each. */
function message(name: string, age: number, content: object): SentMessage {
  const uid = createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const time = new Date(START + age * 1000).toISOString().replace('Z', '456Z');
  return {
    name,
    id: uid,
    uid,
    created_time: time,
    create_time: time,
    updated_time: time,
    update_time: time,
    etag: `${uid}-${START + age * 1000}123456`,
    ...content,
  };
}

function logOf(record: SentMessage): JsonObject {
  return {
    kind: 'Log',
    apiVersion: 'results.tekton.dev/v1alpha3',
    spec: { resource: { kind: 'TaskRun', uid: record.uid }, type: 'File' },
    status: { path: 'a/b', size: 1024, isStored: true },
  };
}
