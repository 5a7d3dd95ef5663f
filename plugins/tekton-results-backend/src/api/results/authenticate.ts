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

import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { RequestHandler } from 'express';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const REFUSALS = ['AuthenticationError', 'NotAllowedError'];

/**
 * Lets users and services of Backstage pass, and nobody else. As in upstream,
 * every refusal is a 401, which tells no more than whether a token was missing.
 */
export function authenticate(httpAuth: HttpAuthService): RequestHandler {
  return (req, res, next) => {
    httpAuth.credentials(req, { allow: ['user', 'service'] }).then(
      () => next(),
      (error: unknown) => {
        if (!isError(error) || !REFUSALS.includes(error.name)) {
          next(error);
          return;
        }
        res.setHeader('WWW-Authenticate', 'Bearer');
        next(
          new ResultsApiError(
            GrpcCode.Unauthenticated,
            req.headers.authorization
              ? 'permission denied'
              : 'unable to find token',
          ),
        );
      },
    );
  };
}
