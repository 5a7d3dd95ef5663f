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

import { InputError } from '@backstage/errors';
import {
  FilterError,
  parseFilter,
  type Filter,
  type FilterSubject,
} from '../../filter';

/**
 * Reads the filter of a request.
 *
 * @returns undefined for an empty text, which means no filter
 * @throws InputError that says what is wrong and where
 */
export function parseNativeFilter(
  text: string,
  subject: FilterSubject,
): Filter | undefined {
  try {
    return parseFilter(text, subject);
  } catch (error) {
    if (error instanceof FilterError) {
      throw new InputError(`Parameter 'filter': ${error.message}`);
    }
    throw error;
  }
}
