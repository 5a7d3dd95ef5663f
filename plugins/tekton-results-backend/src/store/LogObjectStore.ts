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

/** Bytes under keys, in parts, in the database. Failures are StoreErrors. */
export interface LogObjectStore {
  /**
   * Begins an object that nobody sees yet.
   *
   * @returns its id
   */
  begin(): Promise<number>;

  /**
   * Adds a part to an object that is not finished.
   *
   * @param options - `number`: of the part, from 0
   */
  addPart(
    id: number,
    options: { number: number; bytes: Buffer },
  ): Promise<void>;

  /**
   * Shows an object under a key, in place of the one that was there.
   *
   * @returns false if it is not there any more: it took too long
   */
  finish(id: number, options: { key: string; size: number }): Promise<boolean>;

  /** Removes an object that is not finished. */
  abandon(id: number): Promise<void>;

  /** Removes those that were begun before a time (ms since 1970, UTC). */
  abandonOlder(before: number): Promise<void>;

  find(key: string): Promise<{ id: number; size: number } | undefined>;

  /**
   * Reads some bytes of a part, from `start` up to, but without, `end`.
   *
   * @returns undefined if there is no such part
   */
  readPart(
    id: number,
    options: { number: number; start: number; end: number },
  ): Promise<Buffer | undefined>;

  delete(keys: readonly string[]): Promise<void>;

  /**
   * Lists objects by key. Times: ms since 1970 (UTC).
   *
   * @param options - `after`: a key
   */
  list(options: {
    prefix?: string;
    after?: string;
    limit: number;
  }): Promise<Array<{ key: string; size: number; modifiedAt: number }>>;
}
