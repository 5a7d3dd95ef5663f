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

/** Nobody asks to be left alone for longer, unless by mistake. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

/**
 * How long a server asks to wait (ms), of at most five minutes; undefined if it
 * does not ask, or in no way that is known.
 *
 * @param retryAfter - the header `Retry-After`: seconds, or a moment (RFC 9110,
 * section 10.2.3)
 * @param date - the header `Date`: what the server takes for now
 */
export function retryAfterMs(
  retryAfter: string | undefined,
  date: string | undefined,
): number | undefined {
  const text = retryAfter?.trim();
  if (!text) {
    return undefined;
  }
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - Date.parse(date ?? new Date().toUTCString());
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : undefined;
}
