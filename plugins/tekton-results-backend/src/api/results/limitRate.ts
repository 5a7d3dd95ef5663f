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

import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** Limits how often one address may ask in each window. */
export function limitRate(options: {
  requests: number;
  windowMs: number;
}): RequestHandler {
  return rateLimit({
    limit: options.requests,
    windowMs: options.windowMs,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // Takes the addresses of one network of IPv6 for one.
    keyGenerator: ({ ip, socket }) =>
      ipKeyGenerator(ip ?? socket.remoteAddress ?? ''),
    // Whether to trust a proxy is Backstage's setting.
    validate: { trustProxy: false },
    handler: (_req, _res, next) =>
      next(
        new ResultsApiError(
          GrpcCode.ResourceExhausted,
          'too many requests; try again later',
        ),
      ),
  });
}
