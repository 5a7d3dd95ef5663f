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

/** An open watch. */
export interface WatchHandle {
  resource: string;
  /** Ends the answer cleanly. */
  end(): void;
  /** Breaks the connection. */
  cut(): void;
  /** Sends half an event, as a line of its own. */
  garble(): void;
}

/** The watches that are open now. */
export class WatchRegistry {
  private readonly handles = new Set<WatchHandle>();

  /** Gives the function that takes the watch off again. */
  add(handle: WatchHandle): () => void {
    this.handles.add(handle);
    return () => this.handles.delete(handle);
  }

  /** Ends all watches, cleanly or by breaking their connections; tells how many. */
  dropAll(options: { abrupt?: boolean } = {}): number {
    const open = [...this.handles];
    open.forEach(handle => (options.abrupt ? handle.cut() : handle.end()));
    return open.length;
  }

  /** Sends something into all watches that is no event; tells how many. */
  garbleAll(): number {
    const open = [...this.handles];
    open.forEach(handle => handle.garble());
    return open.length;
  }

  /** How many watches there are of each resource. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { resource } of this.handles) {
      counts[resource] = (counts[resource] ?? 0) + 1;
    }
    return counts;
  }
}
