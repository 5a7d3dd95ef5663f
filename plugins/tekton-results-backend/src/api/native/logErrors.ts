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
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  logReason,
  type LogCause,
  type LogState,
} from 'backstage-plugin-tekton-results-common';
import { isReadable, type ReadableLog, type RunLog } from '../../logs';

/** There is a log, but not its text. */
class NoLogTextError extends NotFoundError {
  constructor(
    reason: string,
    /** Sent with the error. */
    readonly logCause: LogCause | undefined,
  ) {
    super(reason);
  }
}

/** How a log stands of which the text turned out to be unreadable. */
interface ReadProblem {
  readonly state: LogState;
  readonly cause: LogCause | undefined;
  readonly reason: string;
}

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
  const { state, cause, reason = 'The run has no log' } = log ?? {};
  if (state === 'denied') {
    return notAllowed();
  }
  return state === 'unavailable'
    ? new ServiceUnavailableError(reason)
    : new NoLogTextError(reason, cause);
}

/** Whether an error says that bytes of a log are lost. */
export function isLost(error: unknown): boolean {
  return isError(error) && error.name === 'LogBytesMissingError';
}

/** What to tell of a failure to read a log: nothing of where it is kept. */
export function readProblem(error: unknown): ReadProblem {
  const cause = isLost(error) ? 'bytesMissing' : undefined;
  const isAway = isError(error) && error.name === 'ServiceUnavailableError';
  const said = isAway ? error.message : cause && logReason('partial', cause);
  return {
    state: cause ? 'partial' : 'unavailable',
    cause,
    reason: said ?? 'The log could not be read',
  };
}

/** The error to answer with when a log could not be read. */
export function readError(error: unknown): unknown {
  const { cause, reason } = readProblem(error);
  return cause ? new NoLogTextError(reason, cause) : error;
}

export function notAllowed(): NotAllowedError {
  return new NotAllowedError('You may see this run but not its logs');
}
