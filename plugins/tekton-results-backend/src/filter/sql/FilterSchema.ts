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

import type { PathStep } from '../language/Expression';
import type { AttributeName } from './Condition';

/**
 * How an index finds the rows that have a value:
 *
 * - `rare`: they are few
 * - `ordered`: they may be many, and come in the order of a list
 */
export type ColumnIndex = 'rare' | 'ordered';

/** A column that a filter can ask about. */
export interface FilterColumn {
  /** As it stands in statements, with its table. */
  readonly sql: string;
  /**
   * - `text`
   * - `time`: a point in time, exact to the ms
   * - `int`: with the least and greatest value in `bounds`
   * - `json`: a JSON object of texts, as text
   */
  readonly type: 'text' | 'time' | 'int' | 'json';
  readonly bounds?: readonly [number, number];
  /** A time that may have been rounded, in rows of which the store knows it. */
  readonly rounded?: boolean;
  readonly index?: ColumnIndex;
  /** Columns with indexes that find its values, if it is not itself one. */
  readonly places?: readonly ColumnPlace[];
}

/** Each row in which a value stands is of exactly one of its places. */
export interface ColumnPlace {
  /** Where it stands there, as in {@link FilterColumn.sql}. */
  readonly sql: string;
  /** Which rows these are; an index may hold no others. */
  readonly where: string;
}

/** Where the values are that filters ask about. The store provides it. */
export interface FilterSchema {
  readonly engine: 'postgres' | 'sqlite';
  /** The column of a declared variable. */
  readonly variable: (name: string) => FilterColumn | undefined;
  /** The column that repeats what stands at a path of the stored object. */
  readonly path: (path: readonly PathStep[]) => FilterColumn | undefined;
  /** Which attributes are kept, and how completely. */
  readonly attributes: {
    /**
     * `all`: every value is, and all are texts; `short`: texts up to
     * `maxValueLength` characters are, and none is a number or a boolean
     */
    readonly kept: (name: AttributeName) => 'all' | 'short' | undefined;
    readonly maxValueLength: number;
  };
}
