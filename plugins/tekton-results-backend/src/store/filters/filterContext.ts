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

import type { Knex } from 'knex';
import type { LeafDictionary } from '../promotion/leafSignature';
import type { Engine } from './engine';
import type { ResidualEvaluator } from './ResidualPool';
import type { ScanBudget } from './scanRows';

/** What lists with filters are read with. */
export interface FilterContext {
  readonly db: Knex;
  readonly engine: Engine;
  readonly dictionary: LeafDictionary;
  readonly residual: ResidualEvaluator;
  readonly budget: ScanBudget;
}

/** Rows in which what matches often is found; read in about a millisecond. */
export const HEAD_ROWS = 1_000;

/**
 * Rows of a list that are gone through rather than looked up and sorted. SQLite has
 * indexes in the order of lists, and would hold the backend up.
 */
export const WALK_ROWS: Readonly<Record<Engine, number | undefined>> = {
  postgres: 20_000,
  sqlite: undefined,
};

/**
 * Rows that one statement goes through when no index leads to those that match.
 * SQLite holds the backend up meanwhile.
 */
export const WINDOW_ROWS: Readonly<Record<Engine, number>> = {
  postgres: 20_000,
  sqlite: 2_000,
};

/**
 * Rows that one statement reads with their objects to be asked: on SQLite for some
 * 20 ms, as objects lie all over the file.
 */
export const ASKED_ROWS: Readonly<Record<Engine, number>> = {
  postgres: 512,
  sqlite: 256,
};
