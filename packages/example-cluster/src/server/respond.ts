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
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { JsonObject, StatusError } from '../kubernetes';

const compress = promisify(gzip);
/** The real server sends smaller answers plain, whatever the client accepts. */
const GZIP_FROM_BYTES = 128 * 1024;

/** The text of what is sent, in the version that the client asked for. */
export function jsonText(res: Response, body: JsonObject): string {
  const toClient: ((body: JsonObject) => JsonObject) | undefined =
    res.locals.toClient;
  return JSON.stringify(toClient ? toClient(body) : body);
}

/** Sends JSON, compressed when large and wanted. */
export async function sendJson(
  req: Request,
  res: Response,
  code: number,
  body: JsonObject,
): Promise<void> {
  const bytes = Buffer.from(`${jsonText(res, body)}\n`);
  res.status(code).setHeader('Content-Type', 'application/json');
  if (
    bytes.length > GZIP_FROM_BYTES &&
    /\bgzip\b/.test(req.headers['accept-encoding'] ?? '')
  ) {
    const small = await compress(bytes, { level: 4 });
    res.setHeader('Content-Encoding', 'gzip');
    res.setHeader('Vary', 'Accept-Encoding');
    res.setHeader('Content-Length', small.length);
    res.end(small);
    return;
  }
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}

/** Sends a refusal as a `Status`. */
export async function sendStatusError(
  req: Request,
  res: Response,
  error: StatusError,
): Promise<void> {
  for (const [name, value] of Object.entries(error.extra.headers ?? {})) {
    res.setHeader(name, value);
  }
  await sendJson(req, res, error.code, error.toStatus());
}

/** What the real server says about paths that it does not have: plain text, no `Status`. */
export function sendPageNotFound(res: Response): void {
  res.status(404).setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end('404 page not found\n');
}

/** One value of a query parameter; the first when it is repeated. */
export function queryText(req: Request, name: string): string | undefined {
  const value = req.query[name];
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** `true` and `1` are true, as for the real server. */
export function queryFlag(req: Request, name: string): boolean {
  const value = queryText(req, name);
  return value === 'true' || value === '1' || value === '';
}

/** A whole number of at least zero, or nothing when it is absent or none. */
export function queryCount(req: Request, name: string): number | undefined {
  const text = queryText(req, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
