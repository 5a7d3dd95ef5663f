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

/** Why somebody is not let in, or not let do something. */
export type AccessErrorReason =
  /** There is no token. */
  | 'noToken'
  /** Nobody's token, one that may not be used here or so, or no right. */
  | 'refused'
  /** It cannot be found out now; later it may. */
  | 'unavailable';

/**
 * A refusal. The message is for the caller: it tells nothing that they did not
 * know.
 */
export class AccessError extends Error {
  override name = 'AccessError' as const;
  readonly reason: AccessErrorReason;

  constructor(reason: AccessErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }

  /** As which Backstage answers it. */
  get statusCode(): number {
    return this.reason === 'unavailable' ? 503 : 401;
  }
}

/** The words are those of Tekton Results. */
export function noToken(): AccessError {
  return new AccessError('noToken', 'unable to find token');
}

/** As {@link noToken}. */
export function refused(detail?: string): AccessError {
  return new AccessError(
    'refused',
    ['permission denied', detail].filter(Boolean).join(': '),
  );
}

/** As {@link noToken}. */
export function invalidImpersonation(): AccessError {
  return new AccessError('refused', 'invalid impersonation data');
}

export function unavailable(): AccessError {
  return new AccessError(
    'unavailable',
    'access cannot be checked now; try again later',
  );
}
