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
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isReadable, type ReadableLog, type RunLog } from '../../logs';

/** @throws NotFoundError if there is none */
export function existing(log: RunLog | undefined): RunLog {
  if (!log) {
    throw new NotFoundError('The run has no such log');
  }
  return log;
}

/** @throws what {@link noText} says if there is nothing to read */
export function readable(log: RunLog | undefined): ReadableLog {
  const found = existing(log);
  if (!isReadable(found)) {
    throw noText(found);
  }
  return found;
}

/** Why a log has no text to read. */
export function noText(log: RunLog | undefined): Error {
  const { state, reason = 'The run has no log' } = log ?? {};
  if (state === 'denied') {
    return notAllowed();
  }
  return state === 'unavailable'
    ? new ServiceUnavailableError(reason)
    : new NotFoundError(reason);
}

export function notAllowed(): NotAllowedError {
  return new NotAllowedError('You may see this run but not its logs');
}
