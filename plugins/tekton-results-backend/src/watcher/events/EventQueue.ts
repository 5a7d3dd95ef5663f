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

import { constants, deflateRawSync, inflateRawSync } from 'zlib';
import type { CapturedEvent } from '../../store';

/** An event that waits, and since when (ms since 1970, UTC). */
interface Waiting {
  readonly event: CapturedEvent;
  readonly since: number;
}

/** An event that was tried in vain. Times are ms since 1970 (UTC). */
interface Orphan {
  readonly subject: CapturedEvent['subject'];
  readonly time: number;
  /** What is kept of it. There may be many, which wait for long. */
  readonly packed: Uint8Array;
  /** When it was first tried. */
  readonly orphanSince: number;
  retryAt: number;
  /** The event as it was handed out to be tried. */
  peeked?: CapturedEvent;
}

/**
 * For how long an event waits for its run to be stored: from the first try, as
 * the database may have been away for longer than that.
 */
const ORPHAN_MS = 10 * 60_000;
/**
 * How often an orphan is tried of whose run nobody tells: often at first, seldom
 * when it takes long.
 */
const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

/**
 * Events that are to be stored, each in its last state.
 *
 * An event may arrive before its run, or before the run is known to have the pod
 * that the event is about. Such *orphans* wait for a while, and are tried again.
 */
export class EventQueue {
  private readonly maxOrphans: number;
  private readonly waitsForRun: (event: CapturedEvent) => boolean;
  private readonly fresh = new Map<string, Waiting>();
  private readonly orphans = new Map<string, Orphan>();
  /** Keys of the events that wait, by what they are about. */
  private readonly bySubject = new Map<string, Set<string>>();

  /**
   * @param options - `maxOrphans`: above that the oldest are dropped;
   * `waitsForRun`: whether the run of an event may be stored much later, so that
   * the event waits for however long that takes
   */
  constructor(options: {
    maxOrphans: number;
    waitsForRun?: (event: CapturedEvent) => boolean;
  }) {
    this.maxOrphans = options.maxOrphans;
    this.waitsForRun = options.waitsForRun ?? (() => false);
  }

  /** How many events have not been tried to be stored. */
  get size(): number {
    return this.fresh.size;
  }

  /** Since when the oldest of them waits. */
  get oldestSince(): number | undefined {
    const [oldest] = this.fresh.values();
    return oldest?.since;
  }

  add(event: CapturedEvent, now: number): void {
    const key = keyOf(event);
    const since = this.fresh.get(key)?.since ?? now;
    this.orphans.delete(key);
    // An event that is there already keeps its place.
    this.fresh.set(key, { event, since });
    this.index(key, event);
  }

  /** The events that are to be tried now, the oldest first. They stay. */
  peek(limit: number): readonly CapturedEvent[] {
    const events: CapturedEvent[] = [];
    for (const { event } of this.fresh.values()) {
      if (events.length >= limit) {
        break;
      }
      events.push(event);
    }
    return events;
  }

  /** Orphans whose time has come to be tried again. They stay. */
  peekOrphans(limit: number, now: number): readonly CapturedEvent[] {
    const events: CapturedEvent[] = [];
    for (const orphan of this.orphans.values()) {
      if (events.length >= limit) {
        break;
      }
      if (orphan.retryAt <= now) {
        events.push(peeked(orphan));
      }
    }
    return events;
  }

  /**
   * The events that wait, as orphans or not, about a run and its pods. They stay.
   */
  about(run: {
    uid: string;
    namespace: string;
    pods: readonly string[];
  }): readonly CapturedEvent[] {
    return this.keysAbout(run).flatMap(key => this.held(key) ?? []);
  }

  /** A run was stored: orphans about it and its pods are to be tried now. */
  stored(
    run: { uid: string; namespace: string; pods: readonly string[] },
    now: number,
  ): void {
    for (const key of this.keysAbout(run)) {
      const orphan = this.orphans.get(key);
      if (orphan) {
        orphan.retryAt = now;
      }
    }
  }

  /**
   * Events were tried.
   *
   * @param options - `orphans`: those of them whose run is not stored
   * @returns the events that are given up: no run was stored for too long, or
   *   too many events wait for one
   */
  tried(
    events: readonly CapturedEvent[],
    options: { orphans: readonly CapturedEvent[]; now: number },
  ): readonly CapturedEvent[] {
    const { now } = options;
    const dropped: CapturedEvent[] = [];
    const orphans = new Set(options.orphans);
    for (const event of events) {
      const key = keyOf(event);
      const orphanSince = this.orphans.get(key)?.orphanSince ?? now;
      // Meanwhile a later state may have come.
      if (this.isHeld(key, event)) {
        const isOrphan = orphans.has(event);
        this.forget(key, event);
        if (isOrphan && this.mayWait(event, now - orphanSince)) {
          // To the end, so that each has its turn.
          this.orphans.set(key, orphanOf(event, { orphanSince, now }));
          this.index(key, event);
        } else if (isOrphan) {
          dropped.push(event);
        }
      }
    }
    while (this.orphans.size > this.maxOrphans) {
      const [[key, orphan]] = this.orphans;
      const event = peeked(orphan);
      this.forget(key, event);
      dropped.push(event);
    }
    return dropped;
  }

  private keysAbout(run: {
    uid: string;
    namespace: string;
    pods: readonly string[];
  }): string[] {
    const { uid, namespace, pods } = run;
    return [uid, ...pods.map(name => podKey({ namespace, name }))].flatMap(
      subject => [...(this.bySubject.get(subject) ?? [])],
    );
  }

  private mayWait(event: CapturedEvent, waitedMs: number): boolean {
    return waitedMs < ORPHAN_MS || this.waitsForRun(event);
  }

  private held(key: string): CapturedEvent | undefined {
    const orphan = this.orphans.get(key);
    return this.fresh.get(key)?.event ?? (orphan && peeked(orphan));
  }

  private isHeld(key: string, event: CapturedEvent): boolean {
    const held = this.fresh.get(key)?.event ?? this.orphans.get(key)?.peeked;
    return held === event;
  }

  private forget(key: string, event: CapturedEvent): void {
    this.fresh.delete(key);
    this.orphans.delete(key);
    const subject = subjectKey(event);
    const keys = this.bySubject.get(subject);
    keys?.delete(key);
    if (keys?.size === 0) {
      this.bySubject.delete(subject);
    }
  }

  private index(key: string, event: CapturedEvent): void {
    const subject = subjectKey(event);
    const keys = this.bySubject.get(subject) ?? new Set();
    this.bySubject.set(subject, keys.add(key));
  }
}

function orphanOf(
  { subject, time, item }: CapturedEvent,
  { orphanSince, now }: { orphanSince: number; now: number },
): Orphan {
  const packed = deflateRawSync(JSON.stringify(item), {
    level: constants.Z_BEST_SPEED,
  });
  const waitedMs = now - orphanSince;
  return {
    subject,
    time,
    // zlib hands out a part of a larger buffer, which would be kept as a whole.
    packed: new Uint8Array(packed),
    orphanSince,
    retryAt: now + Math.min(Math.max(waitedMs / 4, MIN_RETRY_MS), MAX_RETRY_MS),
  };
}

function peeked(orphan: Orphan): CapturedEvent {
  const { subject, time, packed } = orphan;
  orphan.peeked ??= {
    subject,
    time,
    // Written by orphanOf alone, and plain data.
    item: JSON.parse(Buffer.from(inflateRawSync(packed)).toString('utf8')),
  };
  return orphan.peeked;
}

function keyOf({ item, subject }: CapturedEvent): string {
  const { metadata } = item;
  return `${subject.namespace}/${JSON.stringify(metadata)}`;
}

/** Events of pods do not tell the run. */
function subjectKey({ subject }: CapturedEvent): string {
  return subject.kind === 'Pod' ? podKey(subject) : subject.uid;
}

function podKey({ namespace, name }: { namespace: string; name: string }) {
  return `${namespace}/${name}`;
}
