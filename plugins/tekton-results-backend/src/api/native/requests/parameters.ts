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

const MAX_TEXT_LENGTH = 1024;
const MAX_VALUES = 50;

/** PostgreSQL refuses NUL in a text. */
export const text = z
  .string()
  .min(1)
  .max(MAX_TEXT_LENGTH)
  .refine(value => !value.includes('\u0000'), 'must not contain NUL');

/** Of a page; longer than the longest name of a run. */
export const cursor = z.string().min(1).max(4096);

export const flag = z
  .enum(['true', 'false'])
  .transform(value => value === 'true');

/** A time as RFC 3339, as ms since 1970 (UTC). */
export const time = z.iso
  .datetime({ offset: true })
  .transform(value => Date.parse(value));

export const milliseconds = z.coerce.number().int().min(0);

/** How many of something; as many as `otherwise` if absent. */
export function count(max: number, otherwise: number) {
  return z.coerce.number().int().min(1).max(max).default(otherwise);
}

/** A parameter that may be repeated. */
export function repeated<T extends z.ZodType>(item: T) {
  return z
    .union([item.transform(value => [value]), z.array(item).max(MAX_VALUES)])
    .optional();
}

/** `key=value`, as a label is written in selectors. */
export const labelPair = text
  .regex(/^[^=]+=/, 'must be key=value')
  .transform(pair => {
    const [key] = pair.split('=', 1);
    return { key, value: pair.slice(key.length + 1) };
  });
