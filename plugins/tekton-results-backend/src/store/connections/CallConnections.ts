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

import { AsyncLocalStorage } from 'async_hooks';

/** A connection that can be ended without a word to the other side. */
export interface EndableConnection {
  end(): void;
}

const current = new AsyncLocalStorage<CallConnections>();

/**
 * The connections that a call to the store has in use. Nobody would ever give back
 * those on which it waits for an answer that does not come.
 */
export class CallConnections {
  /** Those of the call that asks; undefined outside of such calls. */
  static ofThisCall(): CallConnections | undefined {
    return current.getStore();
  }

  private readonly held = new Set<EndableConnection>();
  private over = false;

  /** Whether the call was given up: it gets no connections any more. */
  get isOver(): boolean {
    return this.over;
  }

  /** Makes the call. */
  run<T>(call: () => Promise<T>): Promise<T> {
    return current.run(this, call);
  }

  add(connection: EndableConnection): void {
    this.held.add(connection);
  }

  delete(connection: EndableConnection): void {
    this.held.delete(connection);
  }

  /** Ends what the call waits for, and only that. */
  giveUp(): void {
    this.over = true;
    this.held.forEach(connection => connection.end());
  }
}
