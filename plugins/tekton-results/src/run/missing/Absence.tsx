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

import type { RunAbsence } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';

/** Props of {@link Absence}. */
export interface AbsenceProps {
  readonly absence: RunAbsence;
}

/** What may be the cause that a run is not here. */
export function Absence({ absence }: AbsenceProps) {
  const t = useTexts();
  const format = useFormat();
  const { oldestStart, failingClusters, removed = [] } = absence;

  return (
    <>
      {removed.map(({ cluster, uid, kind, name, policy, removedAt }) => (
        <p key={`${cluster}/${uid}`}>
          {t('absence.removed', {
            kind,
            name,
            policy,
            time: format.dateTime(removedAt),
          })}
        </p>
      ))}
      <p>
        {oldestStart
          ? t('absence.oldest', { time: format.dateTime(oldestStart) })
          : t('absence.nothing')}
      </p>
      {failingClusters.map(({ cluster, title, since }) => (
        <p key={cluster}>
          {since
            ? t('absence.clusterSince', {
                cluster: title,
                time: format.dateTime(since),
              })
            : t('absence.cluster', { cluster: title })}
        </p>
      ))}
    </>
  );
}
