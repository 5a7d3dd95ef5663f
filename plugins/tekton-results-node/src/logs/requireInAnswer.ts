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

/**
 * Makes sure that the store itself answered: pages of proxies and of portals come
 * with a status of success, too.
 *
 * @param value - what only the store answers with, such as an ETag
 * @param name - what it is called
 * @throws if it is missing or empty
 *
 * @public
 */
export function requireInAnswer<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') {
    throw Object.assign(new Error(`the answer has no ${name}`), {
      code: 'UNEXPECTED_ANSWER',
    });
  }
  return value;
}
