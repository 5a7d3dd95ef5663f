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
  RetentionLimitPreview,
  RetentionPart,
  RetentionPartPreview,
  RetentionPolicyPreview,
} from 'backstage-plugin-tekton-results-common';
import { formatBytes, useFormat } from '../../format';
import { useClusterTitle } from '../../health';
import { useTexts } from '../../translation';

/** What retention tells, in words. */
export interface RetentionTexts {
  amount(amount: RetentionAmount): string;
  bytes(bytes: number): string;
  /** What of how many runs. */
  part(part: RetentionPart, amount: RetentionAmount): string;
  /** What goes of how many runs; empty if nothing does. */
  going(parts: readonly RetentionPartPreview[]): string[];
  /** For how long a policy keeps what. */
  keeps(policy: RetentionPolicyPreview): string[];
  /** What a limit is about. */
  limited(limit: RetentionLimitPreview): string;
}

/** What retention tells, in the language of the user. */
export function useRetentionTexts(): RetentionTexts {
  const t = useTexts();
  const format = useFormat();
  const clusterTitle = useClusterTitle();
  const bytesText = (bytes: number) => formatBytes(bytes, format.number);
  const amountText = ({ runs, bytes, exact }: RetentionAmount) =>
    t(exact ? 'admin.retention.amount' : 'admin.retention.amountAtLeast', {
      count: runs,
      formatted: format.number(runs),
      bytes: bytesText(bytes),
    });
  const partText = (part: RetentionPart, amount: RetentionAmount) =>
    t(`admin.retention.part.${part}`, { amount: amountText(amount) });
  return {
    amount: amountText,
    bytes: bytesText,
    part: partText,
    going: parts =>
      parts
        .filter(({ amount }) => amount.runs > 0)
        .map(({ part, amount }) => partText(part, amount)),
    keeps: ({ forever, keepLast, expiring }) => [
      ...(forever ? [t('admin.retention.forever')] : []),
      ...(forever || expiring.some(({ part }) => part === 'runs')
        ? []
        : [t('admin.retention.anyAge')]),
      ...expiring.map(({ part, afterMs }) =>
        t(`admin.retention.kept.${part}`, { time: format.duration(afterMs) }),
      ),
      ...(keepLast
        ? [
            t(`admin.retention.keepLast.${keepLast.per}`, {
              count: keepLast.count,
              formatted: format.number(keepLast.count),
            }),
          ]
        : []),
    ],
    limited: ({ cluster, namespace }) =>
      cluster !== undefined && namespace !== undefined
        ? t('runs.place', { cluster: clusterTitle(cluster), namespace })
        : t('admin.retention.limit.all'),
  };
}
