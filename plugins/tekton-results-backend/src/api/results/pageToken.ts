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

import { z } from 'zod';
import type { ResultPosition } from '../../store';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

const positionSchema = z.strictObject({
  values: z.array(z.number()),
  seq: z.number(),
});

/**
 * The place that a page token stands for.
 *
 * @param opened - what was sealed in it; undefined: it is none of this list
 * @param keys - how many fields the order of the list has
 * @throws ResultsApiError if it is none of this list
 */
export function parsePageToken(opened: unknown, keys: number): ResultPosition {
  const parsed = positionSchema.safeParse(opened);
  if (!parsed.success || parsed.data.values.length !== keys) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'invalid page token: it belongs to a list with another parent, filter or order, or was altered',
    );
  }
  return parsed.data;
}
