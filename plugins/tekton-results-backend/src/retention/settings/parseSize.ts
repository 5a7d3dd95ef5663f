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

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const SIZE = /^(?<count>\d{1,12})\s*(?<unit>B|KiB|MiB|GiB|TiB)?$/;

/** What a size may look like, for messages. */
export const SIZE_FORMS =
  "a size above 0, such as '50GiB' or a number of bytes";

/** Reads a size in bytes; undefined if it is none, or not above 0. */
export function parseSize(value: unknown): number | undefined {
  const groups =
    typeof value === 'number' || typeof value === 'string'
      ? SIZE.exec(String(value))?.groups
      : undefined;
  if (!groups) {
    return undefined;
  }
  const bytes =
    Number(groups.count) * 1024 ** UNITS.indexOf(groups.unit ?? 'B');
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
