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

import {
  LOG_TYPES,
  type ResultView,
  type RunStore,
  type StoredRecord,
  type StoredRun,
} from '../../store';

const RUN_TYPE = /^tekton\.dev\/v1(?:beta1)?\.(?:PipelineRun|TaskRun)$/;

/** The run whose log a Record tells of, or that is in it; one of the same Result. */
export async function runOfRecord(
  runs: Pick<RunStore, 'get'>,
  { cluster, name, data }: StoredRecord,
  { access }: Pick<ResultView, 'access'>,
): Promise<StoredRun | undefined> {
  const uid = data && runUidOf(data);
  const run = uid ? await runs.get({ cluster, uid, access }) : undefined;
  return run && name.startsWith(`${run.result}/`) ? run : undefined;
}

export function isLogRecord({ data }: StoredRecord): boolean {
  return LOG_TYPES.some(type => type === data?.type);
}

function runUidOf({
  type,
  json,
}: NonNullable<StoredRecord['data']>): string | undefined {
  const object = Object(parsed(json));
  const uid: unknown = LOG_TYPES.includes(type)
    ? Object(Object(object.spec).resource).uid
    : RUN_TYPE.test(type) && Object(object.metadata).uid;
  // PostgreSQL refuses NUL in a text.
  return typeof uid === 'string' && !uid.includes('\u0000') ? uid : undefined;
}

/** What clients posted may be no JSON that is read here. */
function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
