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

import { Request, Response } from 'express';
import { badRequest, isJsonObject, ResourceType } from '../kubernetes';
import { queryText } from './respond';
import { pruneUnknown } from './writes';

/** Unknown members are dropped with a warning, or refused when the caller is strict. */
export function warnOfUnknownFields(
  req: Request,
  res: Response,
  type: ResourceType,
) {
  if (!isJsonObject(req.body)) {
    return;
  }
  const { unknown } = pruneUnknown({ ...req.body, metadata: {} }, type);
  const mode = queryText(req, 'fieldValidation') ?? 'Warn';
  if (unknown.length === 0 || mode === 'Ignore') {
    return;
  }
  if (mode === 'Strict') {
    throw badRequest(
      `strict decoding error: ${unknown
        .map(key => `unknown field "${key}"`)
        .join(', ')}`,
    );
  }
  res.setHeader(
    'Warning',
    unknown.map(key => `299 - "unknown field \\"${key}\\""`),
  );
}
