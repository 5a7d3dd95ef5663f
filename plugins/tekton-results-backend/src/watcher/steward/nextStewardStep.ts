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

import {
  matchesLabels,
  type LabelRequirement,
  type RunKind,
} from 'backstage-plugin-tekton-results-common';

/** How far logs and events of a run are stored. */
export interface CaptureProgress {
  /** All is in, or given up with a reason. */
  readonly done: boolean;
  /** What is not in yet, such as `logs: the pod does not answer`. */
  readonly missing: readonly string[];
}

/**
 * What is known of a run that is stored and that, by what is stored, is in its
 * cluster. Times are ms since 1970 (UTC).
 */
export interface StewardFacts {
  readonly kind: RunKind;
  readonly finished: boolean;
  readonly completedAt?: number;
  /** When the stored state was stored. */
  readonly storedAt: number;
  /** When its final state was stored; present if it is finished. */
  readonly finalStoredAt?: number;
  /** Whether its deletion was asked for. */
  readonly deleting: boolean;
  readonly hasFinalizer: boolean;
  readonly ownerKinds: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the archive takes it, by the policy of now. */
  readonly archived: boolean;
  /** Whether annotations are to be written that are not there. */
  readonly lacksAnnotations: boolean;
  /** What is known of its logs and events; absent if nobody asked yet. */
  readonly capture?: CaptureProgress;
  /** Whether all it owns is stored to its end; absent if nobody asked yet. */
  readonly childrenSettled?: boolean;
}

/** What may be done to runs, and when. */
export interface StewardSettings {
  readonly annotations: boolean;
  /** `release`: adds none, and releases those that are there. */
  readonly finalizers: 'use' | 'release' | 'ignore';
  /** Absent: completed runs are never deleted. */
  readonly gracePeriodMs?: number;
  readonly checkOwner: boolean;
  /** Which completed runs are deleted. */
  readonly labelSelector: readonly LabelRequirement[];
  /** Absent: logs and events are waited for however long it takes. */
  readonly storeDeadlineMs?: number;
  readonly forwardBufferMs: number;
}

/** Why a finalizer is released. */
export type StewardRelease =
  /** All of the run is stored, or given up with a reason. */
  | 'captured'
  /** It was deleted before it was finished: nothing of it will come any more. */
  | 'unfinished'
  /** Something is missing, and was waited for until the deadline. */
  | 'deadline'
  /** The archive does not take such runs any more, or uses no finalizers. */
  | 'notArchived';

/** What to do next about a run. */
export type StewardStep =
  | { readonly kind: 'addFinalizer' }
  | { readonly kind: 'annotate' }
  /** Find out, by asking for them, whether logs and events are in. */
  | { readonly kind: 'capture' }
  /** Find out whether what it owns is stored to its end. */
  | { readonly kind: 'inspectChildren' }
  | { readonly kind: 'releaseFinalizer'; readonly reason: StewardRelease }
  | { readonly kind: 'delete' }
  /** Tell that it is deleted and hangs, as its finalizer is not ours to release. */
  | { readonly kind: 'tellHeld' }
  /** Nothing to do before a time (ms since 1970, UTC), unless the run changes. */
  | { readonly kind: 'wait'; readonly until: number }
  /** Nothing to do unless the run changes. */
  | { readonly kind: 'rest' };

/** How often logs, events and children that are late are asked for. */
const MIN_ASK_AGAIN_MS = 2_000;
const MAX_ASK_AGAIN_MS = 30_000;
/** For so long after its end a run may lack logs and events that come by themselves. */
export const FRESH_MS = 10 * 60_000;
/** For so long whoever else may own its finalizer has time to release a run. */
const HELD_MS = 10 * 60_000;
/** For so long the annotations of a run wait for its logs and events. */
const ANNOTATE_BY_MS = 30_000;

const REST: StewardStep = { kind: 'rest' };

/**
 * Decides what to do next about a run. Whatever it decides rests on what is
 * stored, never on what annotations say.
 */
export function nextStewardStep(
  facts: StewardFacts,
  settings: StewardSettings,
  now: number,
): StewardStep {
  if (facts.deleting) {
    return facts.hasFinalizer ? stepOfHeldRun(facts, settings, now) : REST;
  }
  if (!changesRuns(settings)) {
    return REST;
  }
  const protection = protect(facts, settings, now);
  if (protection) {
    return protection;
  }
  if (settings.annotations && facts.archived && facts.lacksAnnotations) {
    return annotateWhenCaptured(facts, now);
  }
  return captureWhileFresh(facts, cleanUp(facts, settings, now), now);
}

/** Whether anything is done to runs at all. */
function changesRuns(settings: StewardSettings): boolean {
  return (
    settings.annotations ||
    settings.finalizers !== 'ignore' ||
    settings.gracePeriodMs !== undefined
  );
}

/** Once if possible: some annotations tell of logs and events. */
function annotateWhenCaptured(facts: StewardFacts, now: number): StewardStep {
  const { finalStoredAt, capture } = facts;
  const latest = (finalStoredAt ?? -Infinity) + ANNOTATE_BY_MS;
  if (now >= latest || capture?.done) {
    return { kind: 'annotate' };
  }
  return capture
    ? { kind: 'wait', until: Math.min(askAgainAt(facts, now), latest) }
    : { kind: 'capture' };
}

/**
 * Asks for the logs and events of a run when it is over, not when it is deleted
 * a day later: clusters forget events within an hour.
 */
function captureWhileFresh(
  facts: StewardFacts,
  step: StewardStep,
  now: number,
): StewardStep {
  const { archived, finalStoredAt, capture } = facts;
  const freshUntil = (finalStoredAt ?? -Infinity) + FRESH_MS;
  const isIdle = step.kind === 'rest' || step.kind === 'wait';
  if (!isIdle || !archived || capture?.done || now >= freshUntil) {
    return step;
  }
  if (!capture) {
    return { kind: 'capture' };
  }
  const until = step.kind === 'wait' ? step.until : freshUntil;
  return { kind: 'wait', until: Math.min(until, askAgainAt(facts, now)) };
}

/** A deleted run waits for its finalizer: until all of it is in, no longer. */
function stepOfHeldRun(
  facts: StewardFacts,
  settings: StewardSettings,
  now: number,
): StewardStep {
  if (settings.finalizers === 'ignore') {
    const releasedBy = facts.storedAt + HELD_MS;
    return now < releasedBy
      ? { kind: 'wait', until: releasedBy }
      : { kind: 'tellHeld' };
  }
  const forwardedAt = forwardTime(facts, settings);
  if (now < forwardedAt) {
    return { kind: 'wait', until: forwardedAt };
  }
  return releaseWhenCaptured(
    facts,
    settings,
    now,
    facts.finished ? 'captured' : 'unfinished',
  );
}

/** Adds a finalizer, or takes away one that is of no use any more. */
function protect(
  facts: StewardFacts,
  settings: StewardSettings,
  now: number,
): StewardStep | undefined {
  if (settings.finalizers === 'ignore') {
    return undefined;
  }
  const wanted = settings.finalizers === 'use' && facts.archived;
  if (facts.hasFinalizer) {
    return wanted || !facts.finished
      ? undefined
      : releaseWhenCaptured(facts, settings, now, 'notArchived');
  }
  if (!wanted) {
    return undefined;
  }
  if (!facts.finished) {
    return { kind: 'addFinalizer' };
  }
  if (now >= (facts.finalStoredAt ?? now) + FRESH_MS) {
    return undefined;
  }
  if (!facts.capture) {
    return { kind: 'capture' };
  }
  return facts.capture.done ? undefined : { kind: 'addFinalizer' };
}

function releaseWhenCaptured(
  facts: StewardFacts,
  { storeDeadlineMs }: StewardSettings,
  now: number,
  reason: StewardRelease,
): StewardStep {
  const { capture, finalStoredAt, storedAt } = facts;
  if (!capture) {
    return { kind: 'capture' };
  }
  if (capture.done) {
    return { kind: 'releaseFinalizer', reason };
  }
  // From when it was stored: after an outage, logs get their time as well.
  const deadline = (finalStoredAt ?? storedAt) + (storeDeadlineMs ?? Infinity);
  return now >= deadline
    ? { kind: 'releaseFinalizer', reason: 'deadline' }
    : { kind: 'wait', until: Math.min(askAgainAt(facts, now), deadline) };
}

/** Deletes a completed run when its time has come and all of it is in. */
function cleanUp(
  facts: StewardFacts,
  settings: StewardSettings,
  now: number,
): StewardStep {
  const { finalStoredAt, capture } = facts;
  if (
    settings.gracePeriodMs === undefined ||
    finalStoredAt === undefined ||
    !mayBeDeleted(facts, settings)
  ) {
    return REST;
  }
  // From when it was stored, not from when it completed: after an outage nothing
  // is deleted before others, such as collectors of logs, had their time.
  const due = Math.max(
    finalStoredAt + settings.gracePeriodMs,
    forwardTime(facts, settings),
  );
  if (now < due) {
    return { kind: 'wait', until: due };
  }
  if (facts.kind === 'PipelineRun' && !facts.childrenSettled) {
    return facts.childrenSettled === undefined
      ? { kind: 'inspectChildren' }
      : { kind: 'wait', until: askAgainAt(facts, now) };
  }
  if (!capture) {
    return { kind: 'capture' };
  }
  return capture.done
    ? { kind: 'delete' }
    : { kind: 'wait', until: askAgainAt(facts, now) };
}

/** Often at first, seldom when it takes long: then there may be many. */
function askAgainAt(
  { finalStoredAt, storedAt }: StewardFacts,
  now: number,
): number {
  const waitedMs = now - (finalStoredAt ?? storedAt);
  return (
    now + Math.min(Math.max(waitedMs / 4, MIN_ASK_AGAIN_MS), MAX_ASK_AGAIN_MS)
  );
}

function mayBeDeleted(
  { archived, finished, ownerKinds, labels }: StewardFacts,
  { checkOwner, labelSelector }: StewardSettings,
): boolean {
  return (
    finished &&
    archived &&
    // They go with their PipelineRun.
    !ownerKinds.includes('PipelineRun') &&
    !(checkOwner && ownerKinds.length > 0) &&
    matchesLabels(labels, labelSelector)
  );
}

/** Until when those who forward the logs of TaskRuns have time. */
function forwardTime(
  { kind, finished, completedAt, finalStoredAt }: StewardFacts,
  { forwardBufferMs }: StewardSettings,
): number {
  // The clock of the cluster may be fast; what is stored is over.
  const end = Math.min(completedAt ?? Infinity, finalStoredAt ?? Infinity);
  return kind === 'TaskRun' && finished && Number.isFinite(end)
    ? end + forwardBufferMs
    : -Infinity;
}
