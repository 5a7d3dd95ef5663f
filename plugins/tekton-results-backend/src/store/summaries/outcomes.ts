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

import type { SummaryOutcome } from '../SummaryStore';

/** The reasons of each outcome; any other reason is among the others. */
export const OUTCOME_REASONS = {
  succeeded: ['Succeeded', 'Completed'],
  failed: ['Failed'],
  cancelled: ['Cancelled'],
  running: ['Running'],
} as const satisfies Record<
  Exclude<SummaryOutcome, 'others'>,
  readonly string[]
>;

export const NO_OUTCOMES: Readonly<Record<SummaryOutcome, number>> = {
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  running: 0,
  others: 0,
};

/** What a reason counts as. */
export function outcomeOf(reason: string): SummaryOutcome {
  const known = Object.entries(OUTCOME_REASONS).find(([, reasons]) =>
    reasons.some(text => text === reason),
  );
  return (known?.[0] ?? 'others') as SummaryOutcome;
}
