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

import { isError } from '@backstage/errors';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of JSON in UTF-8. */
export function decodeJson(bytes: Buffer, field: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `${field}: invalid UTF-8`,
    );
  }
}

/** @throws ResultsApiError that names the field */
export function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `${field}: ${isError(error) ? error.message : 'invalid JSON'}`,
    );
  }
}

/**
 * As Go's decoders, which do not look beyond the first value.
 *
 * @throws ResultsApiError if there is none
 */
export function parseFirstValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseJson(text.slice(0, endOfObject(text)), 'body');
  }
}

/** Where the object that a text begins with ends; undefined if it does not. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inText && character === '\\') {
      index += 1;
    } else if (character === '"') {
      inText = !inText;
    } else if (!inText && character === '{') {
      depth += 1;
    } else if (!inText && character === '}') {
      depth -= 1;
      if (depth === 0) {
        return index + 1;
      }
    }
  }
  return undefined;
}
