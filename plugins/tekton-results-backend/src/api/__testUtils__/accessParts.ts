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

import { randomBytes } from 'crypto';
import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  testAuditor,
  testPermissions,
  type TestPolicy,
} from '../../__testUtils__/callers';
import { CallerAuth } from '../../auth';
import type { ResultStore } from '../../store';
import { AuditLog } from '../audit';
import { ExpensiveRequests } from '../limits';
import { PositionSealer } from '../positions';

/** What both APIs ask about callers; by default, they may do everything. */
export function accessParts(options: {
  results: Pick<ResultStore, 'listParents'>;
  policy?: TestPolicy;
  entities?: Entity[];
  httpAuth?: HttpAuthService;
  auditor?: AuditorService;
}) {
  const { results, policy, entities } = options;
  return {
    callers: new CallerAuth({
      httpAuth: options.httpAuth ?? mockServices.httpAuth(),
      permissions: testPermissions({ policy, entities }),
      results,
    }),
    audit: new AuditLog({ auditor: options.auditor ?? testAuditor().auditor }),
    expensive: new ExpensiveRequests({ perMinute: 100_000, concurrent: 1_000 }),
    positions: new PositionSealer(randomBytes(32)),
  };
}
