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

/** The schemas that have a name in the document. */
export const namedSchemas = z.registry<{ id: string }>();

export function named<T extends z.ZodType>(id: string, schema: T): T {
  namedSchemas.add(schema, { id });
  return schema;
}

/** Schemas know no read-only values. */
type Written<T> = T extends readonly (infer Item)[]
  ? Written<Item>[]
  : T extends object
  ? { -readonly [Key in keyof T]: Written<T[Key]> }
  : T;

/** Names a schema, which must allow whatever the type does and nothing else. */
export function described<T>() {
  return <S extends z.ZodType<T>>(
    id: string,
    schema: S &
      (Written<T> extends z.output<S> ? unknown : 'allows less than the type'),
  ): S => named<S>(id, schema);
}
