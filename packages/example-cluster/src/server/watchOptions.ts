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

import { StatusError } from '../kubernetes';

/** The parameters of a watch, as they came. */
export interface WatchParameters {
  resourceVersion?: string;
  resourceVersionMatch?: string;
  sendInitialEvents?: string;
  allowWatchBookmarks: boolean;
  timeoutSeconds?: number;
}

/** What a watch is to do. */
export interface WatchPlan {
  /** Send what exists first, as ADDED. */
  initial: boolean;
  /** After that, tell that this was all. */
  markInitialEnd: boolean;
  /** Only changes after this version; absent: after the moment of the request. */
  from?: number;
  bookmarks: boolean;
  timeoutSeconds?: number;
}

const INVALID = 'ListOptions.meta.k8s.io "" is invalid: ';

/** Checks the parameters as the real server does and decides what to send. */
export function planWatch(parameters: WatchParameters): WatchPlan {
  const { resourceVersion = '', resourceVersionMatch } = parameters;
  const streaming = parameters.sendInitialEvents !== undefined;
  if (streaming && resourceVersionMatch !== 'NotOlderThan') {
    throw forbidden(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  if (!streaming && resourceVersionMatch) {
    throw forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) {
    // Not a nice answer, but it is the one that the real server gives.
    throw new StatusError(
      500,
      '',
      `strconv.ParseUint: parsing ${JSON.stringify(
        resourceVersion,
      )}: invalid syntax`,
    );
  }
  const version = Number(resourceVersion || '0');
  const sendInitial = streaming
    ? parameters.sendInitialEvents !== 'false'
    : version === 0;
  return {
    initial: sendInitial,
    markInitialEnd: streaming && sendInitial && parameters.allowWatchBookmarks,
    from: sendInitial || version === 0 ? undefined : version,
    bookmarks: parameters.allowWatchBookmarks,
    timeoutSeconds: parameters.timeoutSeconds || undefined,
  };
}

function forbidden(field: string, why: string): StatusError {
  return new StatusError(
    422,
    'Invalid',
    `${INVALID}${field}: Forbidden: ${why}`,
    {
      details: {
        group: 'meta.k8s.io',
        kind: 'ListOptions',
        causes: [
          {
            reason: 'FieldValueForbidden',
            message: `Forbidden: ${why}`,
            field,
          },
        ],
      },
    },
  );
}
