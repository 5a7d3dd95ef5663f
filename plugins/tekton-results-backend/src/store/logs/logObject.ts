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

import type { JsonObject } from '@backstage/types';
import type { LogDescription } from '../LogCaptureStore';

/** As upstream names it. */
export const LOG_TYPE = 'results.tekton.dev/v1alpha3.Log';

/** The object of a Log Record, as upstream's watcher and server write it. */
export function logObject(options: {
  run: { kind: string; namespace: string; name: string; uid: string };
  /** Name of the Record. */
  record: string;
  description: LogDescription;
}): JsonObject {
  const { run, record, description } = options;
  return {
    apiVersion: 'results.tekton.dev/v1alpha3',
    kind: 'Log',
    metadata: {
      namespace: run.namespace,
      name: `${run.name}-log`,
      uid: record,
    },
    spec: { resource: { ...run }, type: description.type },
    status: {
      path: description.path,
      size: description.size,
      isStored: description.isStored,
      errorOnStoreMsg: description.problem ?? '',
      isRetryableErr: false,
    },
  };
}

/** Whether the object of a Log Record says that its log is stored. */
export function saysStored(object: unknown): boolean {
  const status = isObject(object) ? object.status : undefined;
  return isObject(status) && status.isStored === true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
