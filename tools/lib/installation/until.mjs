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

const PAUSE_MS = 500;

/**
 * Waits for something to be there.
 *
 * @template T
 * @param {string} what for the message if it is not, after all
 * @param {() => Promise<T | undefined | false>} find
 * @param {{ timeoutMs: number }} options
 * @returns {Promise<T>} what was found
 * @throws if the time is over, or `find` does
 */
export async function until(what, find, { timeoutMs }) {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > giveUpAt) {
      throw new Error(`Waited ${timeoutMs / 1000} s for ${what} in vain`);
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
