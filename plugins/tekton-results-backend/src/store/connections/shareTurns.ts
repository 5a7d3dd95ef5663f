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
import { othersTurn } from '../../turnsOfOthers';
import { engineOf } from '../filters/engine';
import { noteStatement } from './statementTimes';

/** The part of knex's client that sends a statement. */
interface StatementSender {
  _query(connection: unknown, statement: unknown): Promise<unknown>;
}

const sharing = new WeakSet<object>();

/**
 * Lets others have their turn between statements to SQLite. Its driver answers at
 * once, without the event loop going on: one statement after another, of one request
 * or of many, would hold the backend up until there are none left. How long each takes
 * is noted for `timeStatements`.
 *
 * @param options - `clock`: ms, of a clock that nobody sets; that of the process if absent
 */
export function shareTurns(
  db: Knex,
  options: { clock?: () => number } = {},
): void {
  const { clock = () => performance.now() } = options;
  if (engineOf(db) === 'sqlite' && !sharing.has(db.client)) {
    sharing.add(db.client);
    share(db.client, clock);
  }
}

function share(client: StatementSender, clock: () => number): void {
  const Client = client.constructor as new () => StatementSender;
  // Knex makes the client of a transaction of the prototype, not of the client.
  class SharingClient extends Client {
    override async _query(
      connection: unknown,
      statement: unknown,
    ): Promise<unknown> {
      await othersTurn();
      const start = clock();
      const answer = super._query(connection, statement);
      // The driver has answered by now, though the promise says so later.
      noteStatement(clock() - start);
      return answer;
    }
  }
  Object.setPrototypeOf(client, SharingClient.prototype);
}
