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

import type { RetentionStore } from '../../store';
import { sweepAll, type SweepContext } from '../job/sweepAll';
import type {
  PreviewedPart,
  PreviewedPolicy,
  RetentionPreview,
} from '../Retention';
import { sweepsOf, DELETED_NAMESPACES, type Sweep } from '../rules/sweeps';
import { PreviewHand } from './PreviewHand';
import { PreviewStore } from './PreviewStore';

/** Somebody waits for it. */
const MAX_SWEEP_MS = 15_000;
const MAX_MATCHING_MS = 5_000;
/** Working out the trees of so many is no longer than a turn. */
const BATCH_SIZE = 200;

/**
 * What a job would remove now: the same that a job goes through, gone through by a
 * hand that only counts. What takes too long is counted as far as it got.
 */
export async function previewRetention(
  context: Omit<SweepContext, 'now' | 'batchSize' | 'store'> & {
    store: Pick<RetentionStore, 'expiring' | 'matching' | 'usage'>;
    clock: () => number;
    signal?: AbortSignal;
  },
): Promise<RetentionPreview> {
  const { store, rules, settings, clock, signal } = context;
  const now = clock();
  const previewed = new PreviewStore(store);
  const hand = new PreviewHand({
    store: previewed,
    isOver: () => clock() >= now + MAX_SWEEP_MS || signal?.aborted === true,
  });
  await sweepAll(
    { ...context, store: previewed, now, batchSize: BATCH_SIZE },
    hand,
  );
  signal?.throwIfAborted();
  const sweeps = sweepsOf(rules, now);
  const policies: PreviewedPolicy[] = [];
  for (const { policy, within, keepLast, forever } of rules) {
    signal?.throwIfAborted();
    policies.push({
      policy,
      forever,
      ...(keepLast && { keepLast }),
      matching: await store.matching(within, {
        maxMs: MAX_MATCHING_MS / rules.length,
      }),
      expiring: sweeps
        .filter(({ query }) => query.within === within)
        .map(sweep => previewedPart(hand, sweep)),
    });
  }
  const { deletedNamespacesMs: afterMs } = settings;
  return {
    time: now,
    policies,
    ...(afterMs !== undefined && {
      deletedNamespaces: previewedPart(hand, {
        policy: DELETED_NAMESPACES,
        part: 'runs',
        afterMs,
      }),
    }),
    limits: hand.limits(),
  };
}

function previewedPart(
  hand: PreviewHand,
  { policy, part, afterMs }: Pick<Sweep, 'policy' | 'part' | 'afterMs'>,
): PreviewedPart {
  return { part, afterMs, amount: hand.amountOf(policy, part) };
}
