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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';
import { AccessError } from '../../auth';
import { StoreError } from '../../store';
import { TooManyRequestsError } from '../limits';
import { factsOf } from './requestFacts';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import { sendWholeJson } from './sendJson';

/** PostgreSQL's states, SQLite's names, and those of a broken connection. */
const DRIVER_CODES = /^(?:[0-9A-Z]{5}|SQLITE_[A-Z_]+|E[A-Z]+)$/;

/**
 * Answers errors in the form of the Results API. What the client cannot mend is
 * logged, and not described to it.
 */
export function handleError(logger: LoggerService): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    // What drivers say may quote what was to be stored.
    const failure = isDatabaseError(error) ? new StoreError(error) : error;
    const answer = asApiError(failure);
    if (answer.httpStatus >= 500 && answer !== failure) {
      logger.error(`${req.method} ${req.baseUrl}${req.path} failed`, {
        error: toError(failure).message,
      });
    }
    if (answer.grpcCode === GrpcCode.Unauthenticated) {
      res.setHeader('WWW-Authenticate', 'Bearer');
    }
    if (failure instanceof TooManyRequestsError) {
      res.setHeader('Retry-After', failure.retryAfter);
    }
    factsOf(res).code = answer.grpcCode;
    res.status(answer.httpStatus);
    sendWholeJson(res, { code: answer.grpcCode, message: answer.message });
  };
}

function asApiError(error: unknown): ResultsApiError {
  if (error instanceof ResultsApiError) {
    return error;
  }
  if (error instanceof AccessError) {
    return new ResultsApiError(
      error.reason === 'unavailable'
        ? GrpcCode.Unavailable
        : GrpcCode.Unauthenticated,
      error.message,
    );
  }
  if (error instanceof TooManyRequestsError) {
    return new ResultsApiError(GrpcCode.ResourceExhausted, error.message);
  }
  if (isError(error) && error.name === 'ServiceUnavailableError') {
    return new ResultsApiError(GrpcCode.Unavailable, error.message);
  }
  if (isError(error) && error.name === 'LogBytesMissingError') {
    return new ResultsApiError(GrpcCode.NotFound, 'The log is lost');
  }
  if (error instanceof StoreError) {
    return error.refused
      ? new ResultsApiError(GrpcCode.Unknown, 'the database refuses this')
      : new ResultsApiError(
          GrpcCode.Unavailable,
          'the database is not available; try again later',
        );
  }
  // A filter that asks for too much, or of express: what cannot be decoded.
  if (
    isError(error) &&
    (error.name === 'InputError' || isClientStatus(error.status))
  ) {
    return new ResultsApiError(GrpcCode.InvalidArgument, error.message);
  }
  return new ResultsApiError(GrpcCode.Internal, 'internal error');
}

/** Of the drivers, which reads pass on as they are. */
function isDatabaseError(error: unknown): boolean {
  return (
    isError(error) &&
    !isClientStatus(error.status) &&
    (error.name === 'KnexTimeoutError' ||
      (typeof error.code === 'string' && DRIVER_CODES.test(error.code)))
  );
}

function isClientStatus(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500;
}
