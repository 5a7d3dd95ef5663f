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

import { JsonObject } from './json';
import { qualifiedName, ResourceType } from './resources';

/** A refusal in the words of Kubernetes; the server turns it into a `Status` body. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly extra: {
      details?: JsonObject;
      metadata?: JsonObject;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.name = 'StatusError';
  }

  /** The body to send. */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.extra.metadata ?? {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.extra.details ? { details: this.extra.details } : {}),
      code: this.code,
    };
  }
}

function detailsOf(type: ResourceType, name: string): JsonObject {
  return {
    name,
    ...(type.group ? { group: type.group } : {}),
    kind: type.resource,
  };
}

/** 404 for an object that is not there. */
export function notFound(type: ResourceType, name: string): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${qualifiedName(type)} "${name}" not found`,
    { details: detailsOf(type, name) },
  );
}

/** 409 for a create of something that exists. */
export function alreadyExists(type: ResourceType, name: string): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(type)} "${name}" already exists`,
    { details: detailsOf(type, name) },
  );
}

/** 409 for a write that was based on something else than what is stored. */
export function conflict(
  type: ResourceType,
  name: string,
  why: string,
): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${why}`,
    { details: detailsOf(type, name) },
  );
}

/** 422 for a field that may not be as it is. */
export function invalid(
  type: { kind: string; group: string },
  name: string,
  field: string,
  problem: string,
  causeReason = 'FieldValueInvalid',
): StatusError {
  const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
  return new StatusError(
    422,
    'Invalid',
    `${kind} "${name}" is invalid: ${field}: ${problem}`,
    {
      details: {
        name,
        ...(type.group ? { group: type.group } : {}),
        kind: type.kind,
        causes: [{ reason: causeReason, message: problem, field }],
      },
    },
  );
}

/** 400. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** 410 for a version that the server no longer remembers. */
export function expired(message: string, metadata?: JsonObject): StatusError {
  return new StatusError(410, 'Expired', message, { metadata });
}

/** 504 for a list at a version that the server has not reached. */
export function versionTooLarge(asked: number, current: number): StatusError {
  return new StatusError(
    504,
    'Timeout',
    `Too large resource version: ${asked}, current: ${current}`,
    {
      details: {
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
          },
        ],
        retryAfterSeconds: 1,
      },
      headers: { 'Retry-After': '1' },
    },
  );
}
