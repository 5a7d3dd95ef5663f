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

import type {
  ExpiringRun,
  ExpiryPart,
  NamespaceUsage,
  RetentionStore,
} from '../../store';
import type { Rule } from '../rules/Rule';
import {
  namespaceExcesses,
  spaceQueries,
  SPACE_POLICY,
  totalExcess,
  type Excess,
} from '../rules/space';
import {
  DELETED_NAMESPACES,
  goneNamespacesSweep,
  sweepsOf,
  type NamespacePlace,
  type Sweep,
} from '../rules/sweeps';
import type { RetentionSettings } from '../settings/RetentionSettings';
import { walk, walkOldestFirst } from './walk';

/** Runs of which something goes. */
export interface Batch {
  readonly policy: string;
  readonly part: ExpiryPart;
  readonly runs: readonly ExpiringRun[];
  /** Of the limit that they go for, if it is for one. */
  readonly excess?: Excess;
}

/** What is known of which runs go. */
export interface SweepContext {
  readonly store: Pick<RetentionStore, 'expiring'>;
  readonly rules: readonly Rule[];
  readonly settings: Pick<
    RetentionSettings,
    'maxBytes' | 'deletedNamespacesMs'
  >;
  /** Asks the clusters which namespaces of stored runs are not there any more. */
  readonly goneNamespaces: () => Promise<readonly NamespacePlace[]>;
  /** ms since 1970 (UTC). */
  readonly now: number;
  /** Runs at most in each batch. */
  readonly batchSize: number;
}

/** Who does something about what goes: a job removes it, a preview counts it. */
export interface SweepHand {
  /** Whether to go on; asked between any two batches, empty ones too. */
  readonly goesOn: () => Promise<boolean>;
  /** @returns bytes that it makes free */
  readonly take: (batch: Batch) => Promise<number>;
  /** What is stored, without what was taken so far. */
  readonly usage: () => Promise<readonly NamespaceUsage[]>;
  /** Told of a limit that cannot be met, and how many bytes may go. */
  readonly limitUnmet: (excess: Excess, found: { canGo: number }) => void;
  /**
   * Told that something could not be done; what comes after is tried then, unless
   * this throws.
   */
  readonly failed: (what: string, error: unknown) => void;
}

/**
 * Goes through all that is to go now: by age, policy by policy; then what is in
 * namespaces that are gone; then what is too much, oldest first.
 */
export async function sweepAll(
  context: SweepContext,
  hand: SweepHand,
): Promise<void> {
  const { rules, settings, now } = context;
  for (const sweep of sweepsOf(rules, now)) {
    await attempt(hand, sweep.policy, () => sweepOne(context, hand, sweep));
  }
  const { deletedNamespacesMs: afterMs } = settings;
  if (afterMs !== undefined && (await hand.goesOn())) {
    await attempt(hand, DELETED_NAMESPACES, async () => {
      const places = await context.goneNamespaces();
      const sweep = goneNamespacesSweep(rules, { places, afterMs, now });
      if (sweep) {
        await sweepOne(context, hand, sweep);
      }
    });
  }
  for (const excessesOf of [namespaceExcesses, totalExcess]) {
    await sweepLimits(context, hand, excessesOf);
  }
}

async function sweepOne(
  { store, batchSize }: SweepContext,
  hand: SweepHand,
  { policy, part, query }: Sweep,
): Promise<void> {
  for await (const runs of whileItGoesOn(
    hand,
    walk(query, { store, limit: batchSize }),
  )) {
    await hand.take({ policy, part, runs });
  }
}

async function sweepLimits(
  context: SweepContext,
  hand: SweepHand,
  excessesOf: typeof namespaceExcesses,
): Promise<void> {
  const { maxBytes } = context.settings;
  const isLimited = Object.values(maxBytes).some(limit => limit !== undefined);
  if (!isLimited || !(await hand.goesOn())) {
    return;
  }
  await attempt(hand, SPACE_POLICY, async () => {
    for (const excess of excessesOf(await hand.usage(), maxBytes)) {
      await makeSpace(context, hand, excess);
    }
  });
}

/**
 * Nothing goes if all that may go is not enough: else what somebody keeps for ever,
 * when it grows, would take all other runs with it.
 */
async function makeSpace(
  context: SweepContext,
  hand: SweepHand,
  excess: Excess,
): Promise<void> {
  const { store, rules, batchSize: limit } = context;
  const queries = spaceQueries(rules, excess);
  const oldest = () =>
    whileItGoesOn(hand, walkOldestFirst(queries, { store, limit }));
  const tooMuch = excess.bytes - excess.maxBytes;
  const canGo = await sumUpTo(tooMuch, oldest());
  if (!(await hand.goesOn())) {
    return;
  }
  if (canGo < tooMuch) {
    hand.limitUnmet(excess, { canGo });
    return;
  }
  let remaining = tooMuch;
  for await (const runs of oldest()) {
    remaining -= await hand.take({
      policy: SPACE_POLICY,
      part: 'runs',
      runs: asMuchAs(runs, remaining),
      excess,
    });
    if (remaining <= 0) {
      return;
    }
  }
}

async function sumUpTo(
  enough: number,
  batches: AsyncIterable<readonly ExpiringRun[]>,
): Promise<number> {
  let sum = 0;
  for await (const runs of batches) {
    sum += runs.reduce((bytes, run) => bytes + run.bytes, 0);
    if (sum >= enough) {
      break;
    }
  }
  return sum;
}

/** The first of some runs that together have as many bytes, or all of them. */
function asMuchAs(
  runs: readonly ExpiringRun[],
  bytes: number,
): readonly ExpiringRun[] {
  let sum = 0;
  const enough = runs.findIndex(run => {
    sum += run.bytes;
    return sum >= bytes;
  });
  return enough < 0 ? runs : runs.slice(0, enough + 1);
}

/** Leaves empty batches out. */
async function* whileItGoesOn(
  { goesOn }: SweepHand,
  batches: AsyncIterable<readonly ExpiringRun[]>,
): AsyncGenerator<readonly ExpiringRun[]> {
  if (!(await goesOn())) {
    return;
  }
  for await (const runs of batches) {
    if (!(await goesOn())) {
      return;
    }
    if (runs.length > 0) {
      yield runs;
    }
  }
}

async function attempt(
  { failed }: SweepHand,
  what: string,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    failed(what, error);
  }
}
