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

import { KubernetesObject } from '../kubernetes';
import { LogBook, parseTimedLines } from '../logs';
import { RecordedEvent, RecordedLog } from '../recording';
import { ObjectStore } from '../store';
import { applyEvent } from './applyEvent';
import { rewriteObject, RewriteOptions, rewriteText } from './rewriter';

/** What is played, where, and how fast. */
export interface PlayOptions {
  store: ObjectStore;
  logBook: LogBook;
  events: RecordedEvent[];
  logs: RecordedLog[];
  /** The recorded moment that becomes the moment of the play's start, in milliseconds since 1970. */
  recordedStartMs: number;
  /** The `ms` of the events at that moment. */
  startOffsetMs: number;
  speed: number;
  /** When the play starts; default now. */
  startMs?: number;
  /** The run's own object is there already: a client created it. Its recorded creation is not played. */
  createdUid?: string;
  rewrite: Omit<RewriteOptions, 'mapTime'>;
}

/** A play that is going on. */
export interface Play {
  /** Settles when the last event is played or the play is stopped. */
  done: Promise<void>;
  stop(): void;
}

/** Plays recorded events into the store, each when its time has come. */
export function play(options: PlayOptions): Play {
  const { store, logBook, events, speed } = options;
  const startMs = options.startMs ?? store.now();
  const rewrite: RewriteOptions = {
    ...options.rewrite,
    mapTime: recordedMs =>
      startMs + (recordedMs - options.recordedStartMs) / speed,
  };
  const dueAt = (event: RecordedEvent) =>
    startMs + (event.ms - options.startOffsetMs) / speed;
  const recorded = new Map<string, KubernetesObject>();
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  let finish: () => void = () => {};
  const done = new Promise<void>(resolve => {
    finish = resolve;
  });

  for (const log of options.logs) {
    const lines = parseTimedLines(rewriteText(log.text, rewrite));
    logBook.write(rewrite.mapUid(log.uid), log.container, lines);
  }
  const playDue = () => {
    while (next < events.length && dueAt(events[next]) <= store.now()) {
      const event = events[next];
      next += 1;
      const object = rewriteObject(event.object, dueAt(event), rewrite);
      const { uid } = object.metadata;
      if (event.type !== 'ADDED' || uid !== options.createdUid) {
        applyEvent(store, { ...event, object }, recorded.get(uid));
      }
      recorded.set(uid, object);
    }
    if (next >= events.length) {
      finish();
      return;
    }
    timer = setTimeout(playDue, Math.max(1, dueAt(events[next]) - store.now()));
  };
  playDue();
  return {
    done,
    stop() {
      clearTimeout(timer);
      next = events.length;
      finish();
    },
  };
}
