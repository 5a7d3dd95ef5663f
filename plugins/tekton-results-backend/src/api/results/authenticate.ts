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
import type { CallerAuth } from '../../auth';
import type { AuditLog } from '../audit';
import { factsOf } from './requestFacts';

/**
 * Lets those pass of whom is known who they are, and nobody else. As in upstream,
 * every refusal is a 401, which tells no more than whether a token was missing.
 *
 * @param options - `oneCluster`: the path has a parameter `cluster`
 */
export function authenticate(options: {
  callers: Pick<CallerAuth, 'identify'>;
  audit: AuditLog;
  oneCluster: boolean;
}): RequestHandler {
  const { callers, audit, oneCluster } = options;
  return (req, res, next) => {
    const cluster = oneCluster ? req.params.cluster : undefined;
    callers
      .identify(req, cluster)
      .then(caller => {
        factsOf(res).caller = caller;
      })
      .catch(async error => {
        const refusal = await audit.begin(
          { eventId: 'access-refuse', severity: 'medium', meta: {} },
          req,
        );
        await refusal.fail(error);
        throw error;
      })
      .then(() => next(), next);
  };
}
