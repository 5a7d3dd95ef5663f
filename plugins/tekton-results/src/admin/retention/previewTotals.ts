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
  RetentionAmount,
  RetentionPart,
  RetentionPreview,
} from 'backstage-plugin-tekton-results-common';

const NOTHING: RetentionAmount = { runs: 0, bytes: 0, exact: true };

/** What a job would remove in all, part by part. */
export function previewTotals({
  policies,
  deletedNamespaces,
  limits,
}: RetentionPreview): Readonly<Record<RetentionPart, RetentionAmount>> {
  const parts = [
    ...policies.flatMap(({ expiring }) => expiring),
    ...(deletedNamespaces ? [deletedNamespaces] : []),
    ...limits.map(({ expiring }) => ({
      part: 'runs' as const,
      amount: expiring,
    })),
  ];
  const total = (wanted: RetentionPart) =>
    sumOf(
      parts.flatMap(({ part, amount }) => (part === wanted ? [amount] : [])),
    );
  return { runs: total('runs'), logs: total('logs'), events: total('events') };
}

/** Several amounts as one, which is exact if all of them are. */
export function sumOf(amounts: readonly RetentionAmount[]): RetentionAmount {
  return amounts.reduce(
    (sum, { runs, bytes, exact }) => ({
      runs: sum.runs + runs,
      bytes: sum.bytes + bytes,
      exact: sum.exact && exact,
    }),
    NOTHING,
  );
}
