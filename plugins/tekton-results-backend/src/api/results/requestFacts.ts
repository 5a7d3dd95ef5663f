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

import type { Response } from 'express';
import type { Caller } from '../../auth';
import type { AuditedEvent } from '../audit';

/** What becomes known of a request while it is answered. */
export interface RequestFacts {
  /** The path with names of parameters in place of values, if it is known. */
  route?: string;
  /** Of gRPC; 0 as long as nothing is refused. */
  code: number;
  /** Who sent it. */
  caller?: Caller;
  /** What of it is written down, once that has begun. */
  audit?: AuditedEvent;
  /** Rows that were read to make a list. */
  scannedRows?: number;
}

const factsByResponse = new WeakMap<Response, RequestFacts>();

/** The facts of the request that a response answers; they may be changed. */
export function factsOf(res: Response): RequestFacts {
  const known = factsByResponse.get(res);
  if (known) {
    return known;
  }
  const facts: RequestFacts = { code: 0 };
  factsByResponse.set(res, facts);
  return facts;
}
