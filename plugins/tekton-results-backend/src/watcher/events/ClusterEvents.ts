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

import type { CapturedRun } from '../../store';
import type {
  EventsCapture,
  EventsState,
  EventsSubject,
} from './EventsCapture';
import type { EventsWatcher } from './EventsWatcher';

/** One watcher for all namespaces, or one for each of some. */
type Watchers = ReadonlyMap<
  string | undefined,
  Pick<EventsWatcher, 'ensureCaptured' | 'runsStored' | 'run'>
>;

/** Keeps the Kubernetes Events of a cluster with as many watches as that takes. */
export class ClusterEvents implements EventsCapture {
  private readonly watchers: Watchers;

  /** @param options - `watchers`: by namespace; undefined: of all */
  constructor(options: { watchers: Watchers }) {
    this.watchers = options.watchers;
  }

  async ensureCaptured(
    run: EventsSubject,
    options: { signal: AbortSignal },
  ): Promise<EventsState> {
    const watcher = this.watcherOf(run.namespace);
    return watcher
      ? watcher.ensureCaptured(run, options)
      : { done: true, givenUp: `${run.namespace} is not watched any more` };
  }

  /** New states of runs were committed: events may have waited for them. */
  runsStored(runs: readonly CapturedRun[]): void {
    for (const [namespace, watcher] of this.watchers) {
      const own =
        namespace === undefined
          ? runs
          : runs.filter(({ facts }) => facts.namespace === namespace);
      if (own.length > 0) {
        watcher.runsStored(own);
      }
    }
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(
      [...this.watchers.values()].map(watcher => watcher.run(signal)),
    );
  }

  private watcherOf(namespace: string) {
    return this.watchers.get(namespace) ?? this.watchers.get(undefined);
  }
}
