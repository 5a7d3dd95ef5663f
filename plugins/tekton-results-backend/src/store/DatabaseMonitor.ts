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
import { toError } from '@backstage/errors';
import type { DatabaseHealth } from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { answerInTime } from './answersInTime';
import { engineOf } from './filters/engine';
import { asStoreError } from './transactions';

/** A database that lets a simple question wait for so long is of no use. */
const CHECK_MS = 5_000;
/** Pages that ask often are answered from the last check. */
const REUSED_MS = 5_000;

/** Finds out whether the database answers, and how fast, when it is asked to. */
export class DatabaseMonitor {
  private readonly db: Knex;
  private readonly now: () => number;
  private readonly timeoutMs: number;
  private last:
    | { readonly at: number; readonly health: Promise<DatabaseHealth> }
    | undefined;

  constructor(options: {
    db: Knex;
    now?: () => number;
    /** After so long no answer counts as none. */
    timeoutMs?: number;
  }) {
    this.db = options.db;
    this.now = options.now ?? Date.now;
    this.timeoutMs = options.timeoutMs ?? CHECK_MS;
  }

  /** Never rejects; what was found out within the last seconds is told again. */
  async check(): Promise<DatabaseHealth> {
    const at = this.now();
    // Clocks are set back, too.
    if (!this.last || Math.abs(at - this.last.at) > REUSED_MS) {
      this.last = { at, health: this.ask() };
    }
    return this.last.health;
  }

  private async ask(): Promise<DatabaseHealth> {
    const engine = engineOf(this.db);
    const startedAt = this.now();
    const checkedAt = new Date(startedAt).toISOString();
    try {
      await answerInTime(
        () => this.db.select(this.db.raw('1')).then(undefined, asStoreError),
        { ms: this.timeoutMs },
      );
      const latencyMs = Math.max(this.now() - startedAt, 0);
      return { engine, state: 'ok', latencyMs, checkedAt };
    } catch (error) {
      const { message } = toError(error);
      return { engine, state: 'failing', message, checkedAt };
    }
  }
}
