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

import type { Request, Response } from 'express';
import { parseFieldMask, type FieldMask } from './fieldMask';
import { partialResponse } from './partialResponse';

/**
 * Answers with a message, or with what the client asked for of it.
 *
 * @throws ResultsApiError if what is asked for is too much to read
 */
export function sendJson(res: Response, message: object): void {
  sendWholeJson(res, partialResponse(message, requestedFields(res.req)));
}

/**
 * Answers with JSON under the content type that upstream gives it, and nothing
 * that would let caches answer: as there, etags are of messages, not of answers.
 */
export function sendWholeJson(res: Response, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  setJsonType(res);
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}

/** As upstream: express would add a charset, and an etag, to what it sends itself. */
export function setJsonType(res: Response): void {
  res.setHeader('Content-Type', 'application/json');
}

/** What the query says, and the header that upstream's gateway passes on. */
export function requestedFields({ query, headers }: Request): FieldMask {
  const [first] = [query.fields].flat();
  const sources = [first, headers['grpc-metadata-fields']];
  return parseFieldMask(
    sources.filter(source => typeof source === 'string').join(','),
  );
}
