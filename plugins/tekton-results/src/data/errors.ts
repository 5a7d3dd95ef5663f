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

const STATUS_BY_NAME: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ServiceUnavailableError: 503,
};

/** The HTTP status an error stands for, if it stands for one. */
export function errorStatus(error: Error | undefined): number | undefined {
  if (!error) {
    return undefined;
  }
  const { statusCode, cause } = error as Error & {
    statusCode?: unknown;
    cause?: unknown;
  };
  if (typeof statusCode === 'number') {
    return statusCode;
  }
  return (
    STATUS_BY_NAME[error.name] ??
    (cause instanceof Error ? STATUS_BY_NAME[cause.name] : undefined)
  );
}

/** The words of an error, without the frame an HTTP client puts around them. */
export function errorMessage(error: Error): string {
  const { body } = error as Error & {
    body?: { error?: { message?: string } };
  };
  return body?.error?.message || error.message;
}

/** Whatever was thrown, as an error. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
