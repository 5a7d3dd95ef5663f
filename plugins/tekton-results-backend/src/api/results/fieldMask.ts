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
 * Which fields are asked for, by their names, and what of each; an empty mask
 * stands for all of it.
 */
export type FieldMask = ReadonlyMap<string, FieldMask>;

type MutableMask = Map<string, MutableMask>;

/** As long as a header or a URL can be; only forms can carry more. */
const MAX_FIELDS_LENGTH = 16_384;

/** What lies deeper comes with what it lies in. */
const MAX_STEPS = 64;

/**
 * Reads a list of paths such as `records.name,records.data.value.metadata`, with
 * the names of the proto. What is listed makes moot what is listed below it.
 *
 * @throws ResultsApiError if it is too long
 */
export function parseFieldMask(text: string): FieldMask {
  if (text.length > MAX_FIELDS_LENGTH) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `fields must not exceed ${MAX_FIELDS_LENGTH} characters`,
    );
  }
  const mask: MutableMask = new Map();
  for (const path of text.split(',')) {
    if (path.trim() !== '') {
      addPath(mask, path.trim().split('.').slice(0, MAX_STEPS));
    }
  }
  return mask;
}

function addPath(mask: MutableMask, steps: readonly string[]): void {
  let node = mask;
  for (const step of steps) {
    const known = node.get(step);
    if (known?.size === 0) {
      return;
    }
    const next: MutableMask = known ?? new Map();
    node.set(step, next);
    node = next;
  }
  node.clear();
}
