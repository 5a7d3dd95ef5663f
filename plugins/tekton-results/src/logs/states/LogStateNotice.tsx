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

import { Button } from '@backstage/ui';
import type { RunLog } from 'backstage-plugin-tekton-results-common';
import { Time } from '../../format';
import { Notice } from '../../states';
import { useTexts } from '../../translation';
import styles from './LogStateNotice.module.css';
import { logDetail } from './logDetail';
import { logStateText } from './logStateText';

/** Props of {@link LogStateNotice}. */
export interface LogStateNoticeProps {
  readonly log: RunLog;
  /** The step has ended. */
  readonly finished: boolean;
  readonly retry: () => void;
}

/** Stands where a log would be, and says why there is none. */
export function LogStateNotice({ log, finished, retry }: LogStateNoticeProps) {
  const t = useTexts();
  const key = logStateText(log, finished) ?? 'never';
  const detail = logDetail(log);
  const canRetry = log.state === 'unavailable';

  return (
    <Notice title={t(`logs.why.${key}.title`)}>
      <p>{t(`logs.why.${key}.text`)}</p>
      {log.stateSince && log.state === 'expired' && (
        <p>
          {t('logs.since')} <Time value={log.stateSince} />
        </p>
      )}
      {detail && (
        <p className={styles.reason} lang="en">
          {detail}
        </p>
      )}
      {log.state === 'notYet' && <p role="status">{t('logs.refreshes')}</p>}
      {canRetry && (
        <Button size="small" variant="secondary" onPress={retry}>
          {t('error.retry')}
        </Button>
      )}
      {log.why && <Explanation why={log.why} />}
    </Notice>
  );
}

/** What may explain why no step ever started. */
function Explanation({ why }: { readonly why: NonNullable<RunLog['why']> }) {
  const t = useTexts();
  const { conditions, events } = why;
  return (
    <>
      {conditions.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('logs.whyConditions')}</h3>
          <ul className={styles.list}>
            {conditions.map(({ type, reason, message }, index) => (
              <li key={index}>
                <strong>{reason || type}</strong>
                {message && <span> {message}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {events.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('logs.whyEvents')}</h3>
          <ul className={styles.list}>
            {events.map(({ reason, message, time, count = 1 }, index) => (
              <li key={index}>
                {time && <Time value={time} />} <strong>{reason}</strong>
                {message && <span> {message}</span>}
                {count > 1 && (
                  <span> {t('logs.eventTimes', { times: String(count) })}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
