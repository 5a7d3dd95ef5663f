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

import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import { taskTitle } from '../location';
import { rowDuration, rowStatus } from './rowFacts';
import type { SegmentKind } from './segments';
import type { WaterfallRow } from './waterfallRows';

/** A row of the waterfall in words, for those who do not see its bar. */
export function useRowText(row: WaterfallRow): string {
  const t = useTexts();
  const format = useFormat();
  const { keyed, attempt, members, segments } = row;
  const startedAt = attempt ? attempt.startedAt : keyed?.task.startedAt;
  const durationMs = rowDuration(row);
  const total = (kind: SegmentKind) =>
    segments
      .filter(segment => segment.kind === kind)
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const waitedMs = total('waitingForCreation') + total('waitingForStart');
  const startUpMs = total('startingUp');

  const title = keyed ? taskTitle(keyed.task) : members?.[0].task.name ?? '';
  const parts = [
    title,
    attempt && t('tasks.attempt', { number: String(attempt.number) }),
    members && t('waterfall.members', { count: members.length }),
    t(`status.${rowStatus(row)}`),
    row.finally && t('waterfall.finallyTask'),
    startedAt && t('waterfall.startedAt', { time: format.time(startedAt) }),
    durationMs !== undefined && format.duration(durationMs),
    waitedMs > 0 &&
      t('waterfall.waited', { duration: format.duration(waitedMs) }),
    startUpMs > 0 &&
      t('waterfall.startUp', { duration: format.duration(startUpMs) }),
    row.critical && t('waterfall.onCriticalPath'),
  ];
  return format.list(
    parts.filter(part => typeof part === 'string' && part !== '') as string[],
  );
}
