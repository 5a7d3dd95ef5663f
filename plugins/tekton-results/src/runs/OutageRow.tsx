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
import { RiErrorWarningLine } from '@remixicon/react';
import { useFormat } from '../format';
import { useClusterTitle } from '../health';
import { useTexts } from '../translation';
import styles from './OutageRow.module.css';
import type { ClusterOutage } from './placeOutages';

/** Props of {@link OutageRow}. */
export interface OutageRowProps {
  readonly outage: ClusterOutage;
  /** How many columns the table has. */
  readonly columns: number;
}

/** Says between two runs that others may be missing. */
export function OutageRow({ outage, columns }: OutageRowProps) {
  const t = useTexts();
  const format = useFormat();
  const clusterTitle = useClusterTitle();
  return (
    <div role="row" className={styles.row}>
      <div role="cell" aria-colspan={columns} className={styles.text}>
        <RiErrorWarningLine size="1em" aria-hidden="true" />
        {t('runs.outage', {
          cluster: clusterTitle(outage.cluster),
          from: format.dateTime(outage.from),
          until: format.dateTime(outage.until),
        })}
      </div>
    </div>
  );
}
