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
 * Puts statements before the first one of a source file.
 *
 * @param {string} source
 * @param {string[]} imports
 */
export function withImports(source, imports) {
  return [...imports, source].join('\n');
}

/**
 * Puts code before each place where another one is, and leaves a source file
 * that has it already as it is.
 *
 * @param {string} source
 * @param {{ anchor: string, code: string }} options
 * @throws if the anchor is not there
 */
export function withCodeBefore(source, { anchor, code }) {
  if (source.includes(code)) return source;
  if (!source.includes(anchor)) {
    throw new Error(`there is no \`${anchor}\` to put code before`);
  }
  return source.split(anchor).join(`${code}\n${anchor}`);
}
