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

import type { RunKeeping } from 'backstage-plugin-tekton-results-common';
import { Time, useFormat } from '../../format';
import { useTexts } from '../../translation';
import styles from './PinFact.module.css';

/** Props of {@link KeepingFact}. */
export interface KeepingFactProps {
  readonly keeping: RunKeeping;
}

/** Until when a policy keeps a run, which one, and what may change that. */
export function KeepingFact({ keeping }: KeepingFactProps) {
  const t = useTexts();
  const format = useFormat();
  const { policy, keepLast, unless, expiresAt } = keeping;
  const lines = [
    t('run.keeping.policy', { name: policy }),
    ...(expiresAt && keepLast
      ? [
          t(`run.keeping.last.${keepLast.per}`, {
            count: keepLast.count,
            formatted: format.number(keepLast.count),
          }),
        ]
      : []),
    ...unless.map(reason => t(`run.keeping.unless.${reason}`)),
  ];
  return (
    <span>
      <End {...keeping} />
      {lines.map(line => (
        <span key={line} className={styles.small}>
          {line}
        </span>
      ))}
    </span>
  );
}

function End({ expiresAt, forever }: RunKeeping) {
  const t = useTexts();
  if (expiresAt === undefined) {
    return <>{t(forever ? 'run.keeping.forever' : 'run.keeping.anyAge')}</>;
  }
  return Date.parse(expiresAt) > Date.now() ? (
    <Time value={expiresAt} />
  ) : (
    <>{t('run.keeping.next')}</>
  );
}
