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

import { POSTGRES, SQLITE, type Dialect } from './Dialect';
import type { FilterSchema } from './FilterSchema';
import { ScalarCompiler } from './ScalarCompiler';

/** What conditions are written with. */
export interface SqlContext {
  readonly schema: FilterSchema;
  readonly dialect: Dialect;
  readonly scalars: ScalarCompiler;
}

/** The context for a database. */
export function createSqlContext(schema: FilterSchema): SqlContext {
  const dialect = schema.engine === 'postgres' ? POSTGRES : SQLITE;
  return { schema, dialect, scalars: new ScalarCompiler(schema, dialect) };
}
