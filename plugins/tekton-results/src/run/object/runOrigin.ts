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

import { goDurationMs } from './goDuration';
import {
  isObject,
  objectsAt,
  textAt,
  valueAt,
  type JsonObject,
  type JsonValue,
} from './json';

/** What of a run only its object tells. */
export interface RunOrigin {
  readonly serviceAccount?: string;
  /** How the definition was found: `git`, `hub`, `cluster`, a bundle. */
  readonly resolver?: string;
  /** Where the definition came from, and its digest: `sha1:…`. */
  readonly definitionUri?: string;
  readonly definitionDigest?: string;
  /** Name of the run that this one repeats. */
  readonly rerunOf?: string;
  /** Version of Tekton's controller. */
  readonly tektonVersion?: string;
  /** How long it may take; absent where there is no limit. */
  readonly timeoutMs?: number;
}

/** Reads what of a run only its object tells. */
export function runOrigin(object: JsonObject): RunOrigin {
  const reference =
    valueAt(object, 'spec', 'pipelineRef') ??
    valueAt(object, 'spec', 'taskRef') ??
    valueAt(object, 'spec', 'customRef');
  const source = valueAt(object, 'status', 'provenance', 'refSource');
  const version = textAt(
    object,
    'metadata',
    'annotations',
    'pipeline.tekton.dev/release',
  );
  const timeout =
    textAt(object, 'spec', 'timeouts', 'pipeline') ??
    textAt(object, 'spec', 'timeout');
  return {
    serviceAccount:
      textAt(object, 'spec', 'taskRunTemplate', 'serviceAccountName') ??
      textAt(object, 'spec', 'serviceAccountName'),
    resolver: textAt(reference, 'resolver') ?? textAt(reference, 'bundle'),
    definitionUri: textAt(source, 'uri') ?? resolverUri(reference),
    definitionDigest: digestText(valueAt(source, 'digest')),
    rerunOf: textAt(
      object,
      'metadata',
      'labels',
      'dashboard.tekton.dev/rerunOf',
    ),
    tektonVersion: version === 'unknown' ? undefined : version,
    // Tekton takes 0 as no limit.
    timeoutMs: (timeout && goDurationMs(timeout)) || undefined,
  };
}

/** The part of a run's object that says what it was to execute. */
export function definitionReference(
  object: JsonObject,
): JsonObject | undefined {
  const keys = [
    'pipelineRef',
    'pipelineSpec',
    'taskRef',
    'taskSpec',
    'customRef',
    'customSpec',
    'params',
    'workspaces',
  ];
  const spec = valueAt(object, 'spec');
  const found = isObject(spec)
    ? Object.entries(spec).filter(([key]) => keys.includes(key))
    : [];
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function resolverUri(reference: JsonValue | undefined): string | undefined {
  const params = objectsAt(reference, 'params');
  const value = (name: string) =>
    textAt(
      params.find(param => textAt(param, 'name') === name),
      'value',
    );
  return value('url') ?? value('bundle');
}

function digestText(digest: JsonValue | undefined): string | undefined {
  if (!isObject(digest)) {
    return undefined;
  }
  const [algorithm, value] = Object.entries(digest)[0] ?? [];
  return typeof value === 'string' ? `${algorithm}:${value}` : undefined;
}
