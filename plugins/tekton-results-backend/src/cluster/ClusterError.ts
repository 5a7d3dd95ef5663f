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
import type { CaptureProblemCode } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { retryAfterMs } from './retryAfterMs';

/**
 * A request to a cluster that did not succeed: what kind of problem it is, and
 * the cluster's own words.
 */
export class ClusterError extends Error {
  override name = 'ClusterError' as const;
  readonly code: CaptureProblemCode;
  /** HTTP status, or the code of an ERROR event in a watch. */
  readonly status?: number;
  /** How long the cluster asks to wait. */
  readonly retryAfterMs?: number;
  /**
   * The name of the object that is not there, if the server says so. A 404 without
   * it is about the resource, or comes from something in between.
   */
  readonly missingObject?: string;

  constructor(
    message: string,
    options: {
      code: CaptureProblemCode;
      status?: number;
      retryAfterMs?: number;
      missingObject?: string;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.missingObject = options.missingObject;
  }
}

const MIB = 1024 * 1024;

/** What a cluster sends is longer than anything that it should. */
export class AnswerTooLargeError extends ClusterError {
  /** @param maxLength - in bytes */
  constructor(what: string, maxLength: number) {
    super(`${what} is longer than ${maxLength / MIB} MiB, and not read`, {
      code: 'clusterError',
    });
  }
}

/** The error for an answer that is not a success. */
export function answerError(options: {
  status: number;
  /** Body of the answer: a Kubernetes Status, or any text. */
  body: string;
  /** The headers of these names. */
  retryAfter?: string;
  date?: string;
  /** What must not be seen, should the server repeat it. */
  secrets?: readonly string[];
}): ClusterError {
  const { status, retryAfter, date } = options;
  return new ClusterError(answerMessage(options), {
    status,
    code: codeOfStatus(status),
    retryAfterMs: retryAfterMs(retryAfter, date),
    missingObject: status === 404 ? missingObject(options.body) : undefined,
  });
}

const notFoundSchema = z.object({
  kind: z.literal('Status'),
  reason: z.literal('NotFound'),
  details: z.object({ name: z.string().min(1) }),
});

function missingObject(body: string): string | undefined {
  try {
    const parsed = notFoundSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data.details.name : undefined;
  } catch {
    return undefined;
  }
}

function codeOfStatus(status: number): CaptureProblemCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'notInstalled';
    default:
      return 'clusterError';
  }
}

const MAX_MESSAGE_LENGTH = 500;

function answerMessage(options: {
  status: number;
  body: string;
  secrets?: readonly string[];
}): string {
  const { secrets = [] } = options;
  let message = options.body;
  try {
    const parsed: unknown = JSON.parse(options.body);
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      'message' in parsed &&
      typeof parsed.message === 'string'
    ) {
      message = parsed.message;
    }
  } catch {
    // Proxies and load balancers answer with text or HTML.
  }
  const shown = secrets
    .filter(Boolean)
    .reduce((text, secret) => text.replaceAll(secret, '***'), message);
  return `The cluster answered ${options.status}: ${
    shown.trim().slice(0, MAX_MESSAGE_LENGTH) || 'no message'
  }`;
}

const TLS_CODES =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** The error for a request that got no answer, or one that broke off. */
export function connectionError(error: unknown): ClusterError {
  if (error instanceof ClusterError) {
    return error;
  }
  const cause = toError(error);
  const code =
    'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const words = [code, cause.message].filter(
    (word, index, all) => word && !all[1 - index]?.includes(word),
  );
  return TLS_CODES.test(code)
    ? new ClusterError(`TLS: ${words.join(' ')}`, { code: 'tls', cause })
    : new ClusterError(words.join(' ') || 'No answer from the cluster', {
        code: 'unreachable',
        cause,
      });
}
