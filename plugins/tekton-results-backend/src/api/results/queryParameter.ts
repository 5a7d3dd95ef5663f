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

import { GrpcCode, ResultsApiError } from './ResultsApiError';

/**
 * A parameter of a query, in either spelling: `page_size` or `pageSize`.
 *
 * @throws ResultsApiError if it is given more than once
 */
export function queryParameter(
  query: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const camelCase = name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  const value = query[name] ?? query[camelCase];
  if (value !== undefined && typeof value !== 'string') {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `too many values for field "${name}"`,
    );
  }
  return value;
}
