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

import type { Socket } from 'net';
import type { Knex } from 'knex';
import { engineOf } from '../filters/engine';
import { CallConnections, type EndableConnection } from './CallConnections';

/**
 * For so long a server may take to let somebody in. Other calls wait for it, and
 * as a rule knex waits half a minute.
 */
const CONNECT_MS = 4_000;

/**
 * For so long a connection may be silent while a call has it. A statement of ours
 * takes some milliseconds; but it may wait for the locks of a process that died,
 * which PostgreSQL takes from it after 10 s (see assertLease).
 */
const SILENT_MS = 12_000;

/** What knex keeps in its pool for PostgreSQL: a client of the driver `pg`. */
interface PostgresConnection {
  readonly connection: { readonly stream: Socket };
}

/** The part of knex's client that hands out connections. */
interface ConnectionSource {
  readonly connectionSettings: { connectionTimeoutMillis?: number };
  acquireRawConnection(): Promise<PostgresConnection>;
  validateConnection(connection: PostgresConnection): unknown;
  acquireConnection(): Promise<PostgresConnection>;
  releaseConnection(connection: PostgresConnection): Promise<void>;
}

/** A connection that a call has in use. */
interface Use extends EndableConnection {
  readonly call: CallConnections;
  stopWatching(): void;
}

const guarded = new WeakSet<object>();

/**
 * Sees to it that the connections of a call to PostgreSQL end when the call is
 * given up, or is not answered for long: the host may have died, and then nobody
 * says so. They are replaced, as are those that nobody uses and that were last
 * heard of before. Calls for which nobody set a limit are left alone.
 */
export function guardConnections(db: Knex): void {
  if (engineOf(db) === 'postgres' && !guarded.has(db.client)) {
    guarded.add(db.client);
    guard(db.client);
  }
}

function guard(source: ConnectionSource): void {
  const { acquireRawConnection, acquireConnection } = source;
  const { validateConnection, releaseConnection } = source;
  /** Of a clock that nobody sets. */
  const heardAt = new WeakMap<PostgresConnection, number>();
  const uses = new WeakMap<PostgresConnection, Use>();
  let silenceSeenAt = 0;

  const use = (connection: PostgresConnection, call: CallConnections): Use => {
    const { stream } = connection.connection;
    const end = () => {
      silenceSeenAt = performance.now();
      stream.destroy(unanswered());
    };
    stream.setTimeout(SILENT_MS, end);
    const stopWatching = () => {
      stream.setTimeout(0);
      stream.off('timeout', end);
    };
    return { call, end, stopWatching };
  };

  Object.assign(source, {
    async acquireRawConnection() {
      source.connectionSettings.connectionTimeoutMillis ??= CONNECT_MS;
      const connection = await acquireRawConnection.call(source);
      heardAt.set(connection, performance.now());
      return connection;
    },

    validateConnection(connection) {
      if ((heardAt.get(connection) ?? 0) < silenceSeenAt) {
        // A farewell might never be answered.
        connection.connection.stream.destroy();
        return false;
      }
      return validateConnection.call(source, connection);
    },

    async acquireConnection() {
      const call = CallConnections.ofThisCall();
      const connection = await acquireConnection.call(source);
      if (call?.isOver) {
        await releaseConnection.call(source, connection);
        throw unanswered();
      }
      if (call) {
        const used = use(connection, call);
        uses.set(connection, used);
        call.add(used);
      }
      return connection;
    },

    async releaseConnection(connection) {
      const used = uses.get(connection);
      uses.delete(connection);
      used?.stopWatching();
      used?.call.delete(used);
      heardAt.set(connection, performance.now());
      await releaseConnection.call(source, connection);
    },
  } satisfies Omit<ConnectionSource, 'connectionSettings'>);
}

function unanswered(): Error {
  return Object.assign(new Error('The database does not answer'), {
    code: 'ETIMEDOUT',
  });
}
