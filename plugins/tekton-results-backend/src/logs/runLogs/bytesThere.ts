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
import type { ReadBytesOptions } from '../LogArchive';
import type { ReadableLog } from './RunLog';

/**
 * The bytes of a log, as far as they are there. Only of a log that says itself that
 * it is not whole may some be missing.
 *
 * @throws as `LogArchive.bytes`
 */
export async function* bytesThere(
  { state, text }: ReadableLog,
  options: ReadBytesOptions,
): AsyncIterable<Uint8Array> {
  try {
    yield* text.bytes(options);
  } catch (error) {
    const isLost = isError(error) && error.name === 'LogBytesMissingError';
    if (!isLost || state !== 'partial') {
      throw error;
    }
  }
}
