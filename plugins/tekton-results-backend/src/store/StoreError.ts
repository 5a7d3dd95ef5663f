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

/**
 * PostgreSQL's classes of data exceptions, violated constraints and exceeded
 * limits, and SQLite's names for the like.
 */
const REFUSED_CODES =
  /^(22|23|54)[0-9A-Z]{3}$|^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;

/** A row that must be unique: mostly, another writer was first. */
const CONTENTION_CODES = /^23505$|^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/;

const MISTAKES: ReadonlySet<string> = new Set([
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
]);

/**
 * A call to the store that did not succeed. Its message never holds stored
 * values, which the database drivers quote in theirs.
 */
export class StoreError extends Error {
  /** Of a call that was not answered; it may yet be carried out. */
  static unanswered(ms: number): StoreError {
    return new StoreError(
      undefined,
      `The database has not answered for ${ms / 1_000} s`,
    );
  }

  override name = 'StoreError' as const;
  /**
   * Whether the database refuses what was to be stored, and always will; else
   * it is away or busy, or another writer was first, and may take it later.
   */
  readonly refused: boolean;
  /**
   * Whether what was to be stored may be to blame, and not the database: if the
   * call fails like this again and again, it always will.
   */
  readonly doubtful: boolean;

  constructor(cause: unknown, message?: string) {
    const code = errorCode(cause);
    const refused = isRefusal(code ?? '');
    super(message ?? describe(refused, code), { cause });
    this.refused = refused;
    this.doubtful = isContention(cause) || isMistake(cause);
  }
}

/** Whether another writer was first, which is seen when it is tried again. */
export function isContention(error: unknown): boolean {
  return CONTENTION_CODES.test(errorCode(error) ?? '');
}

function describe(refused: boolean, code: string | undefined): string {
  const message = refused
    ? 'The database refuses what was to be stored'
    : 'The call to the database failed';
  return code ? `${message} (${code})` : message;
}

function isRefusal(code: string): boolean {
  return REFUSED_CODES.test(code) && !CONTENTION_CODES.test(code);
}

/** Our own, when something unforeseen is to be stored. */
function isMistake(error: unknown): boolean {
  return isError(error) && MISTAKES.has(error.name);
}

function errorCode(error: unknown): string | undefined {
  return isError(error) && typeof error.code === 'string'
    ? error.code
    : undefined;
}
