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

import type { RunLog } from 'backstage-plugin-tekton-results-common';
import { formatBytes, Time, useFormat } from '../../format';
import { useTexts } from '../../translation';
import type { FollowStatus } from '../lines';
import styles from './LogPanel.module.css';

/** Props of {@link LogStatus}. */
export interface LogStatusProps {
  readonly log: RunLog;
  readonly count: number;
  readonly exact: boolean;
  readonly follow?: FollowStatus;
}

/** How a log stands, and how long it is. */
export function LogStatus({ log, count, exact, follow }: LogStatusProps) {
  const t = useTexts();
  const format = useFormat();
  const { state, stateSince, bytes, lines, lastLine } = log;
  return (
    <p className={styles.status}>
      {follow ? (
        <span role="status">{t(`logs.following.${follow}`)}</span>
      ) : (
        <span>
          {state === 'notYet'
            ? t('logs.why.notYet.title')
            : t(`logs.state.${state}`)}{' '}
          {stateSince && state !== 'streaming' && <Time value={stateSince} />}
        </span>
      )}
      <span>
        {lastLine === undefined || lines === undefined
          ? t(exact ? 'logs.lineCount' : 'logs.lineCountAtLeast', {
              count,
              formatted: format.number(count),
            })
          : t('logs.lineCountOf', {
              count: lines,
              formatted: format.number(lines),
              total: format.number(lastLine),
            })}
      </span>
      {bytes !== undefined && !log.live && (
        <span>{formatBytes(bytes, format.number)}</span>
      )}
    </p>
  );
}
