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

import { toError } from '@backstage/errors';

/**
 * Why a request to the server was in vain:
 *
 * - `unauthorized`: the token is missing or not good enough
 * - `notResults`: what answers is not the Results API
 * - `notFound`: there is nothing of that name, or no Results API at all
 * - `refused`: the server does not take the request
 * - `tooLarge`: the answer is larger than either side takes
 * - `busy`: the server may answer later
 * - `unreachable`: there was no answer, or not all of it
 * - `untrusted`: there was no trusted connection
 */
export type ServerErrorKind =
  | 'unauthorized'
  | 'notResults'
  | 'notFound'
  | 'refused'
  | 'tooLarge'
  | 'busy'
  | 'unreachable'
  | 'untrusted';

/** A request to the server that history is copied from was in vain. */
export class ServerError extends Error {
  override name = 'ServerError' as const;
  readonly kind: ServerErrorKind;
  /** Code of the error in gRPC. */
  readonly code?: number;
  /** How long the server asks to wait. */
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    options: {
      kind: ServerErrorKind;
      code?: number;
      retryAfterMs?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

const MAX_WORDS = 300;

/** The error for an answer that is not a success. */
export function answerError(options: {
  status: number;
  body: string;
  retryAfter?: string;
}): ServerError {
  const { status, body } = options;
  const { code, message } = parseErrorBody(body);
  const words = printable(message ?? '').slice(0, MAX_WORDS);
  const answer = `The server answered ${status}${words && `: ${words}`}`;
  const seconds = Number(options.retryAfter);
  if (status === 401 || status === 403) {
    return new ServerError(
      `${answer}. The token (--token, --token-file or TEKTON_RESULTS_TOKEN) must be valid and may list and get results and records of results.tekton.dev`,
      { kind: 'unauthorized', code },
    );
  }
  if (/larger than max/.test(words)) {
    return new ServerError(answer, { kind: 'tooLarge', code });
  }
  if (status === 429 || (status >= 500 && status !== 501)) {
    return new ServerError(answer, {
      kind: 'busy',
      code,
      retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
    });
  }
  return status === 400
    ? new ServerError(answer, { kind: 'refused', code })
    : notResultsError(answer, status === 404 ? 'notFound' : undefined);
}

/** The error for an answer that the Results API does not give. */
export function notResultsError(
  answer: string,
  kind: ServerErrorKind = 'notResults',
): ServerError {
  return new ServerError(
    `${answer}. That is not the API of a Tekton Results server: --from is its base URL, the part before /apis/results.tekton.dev`,
    { kind },
  );
}

const TLS_CODES =
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** The error for a request that got no answer, or not all of it. */
export function connectionError(error: unknown): ServerError {
  if (error instanceof ServerError) {
    return error;
  }
  const cause = toError(error);
  const code =
    'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const words = cause.message.includes(code)
    ? cause.message
    : `${code} ${cause.message}`;
  return TLS_CODES.test(code)
    ? new ServerError(
        `The server is not trusted: ${words}. --ca-file names the certificate of its authority`,
        { kind: 'untrusted', cause },
      )
    : new ServerError(`No answer from the server: ${words}`, {
        // A name that nothing has is a slip, not a failure that passes.
        kind: code === 'ENOTFOUND' ? 'refused' : 'unreachable',
        cause,
      });
}

/** A text on one line, whatever is in it. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Control}+/gu, ' ').trim();
}

/** `{code, message}`, in another object in streams; else nothing. */
function parseErrorBody(body: string): { code?: number; message?: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) {
      return {};
    }
    const { code, message } = parsed as Record<string, unknown>;
    return {
      code: typeof code === 'number' ? code : undefined,
      message: typeof message === 'string' ? message : undefined,
    };
  } catch {
    // Proxies answer with text or HTML.
    return {};
  }
}
