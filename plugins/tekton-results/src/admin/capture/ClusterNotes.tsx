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

import type { ClusterHealth } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { rightResource } from '../../health';
import { useTexts } from '../../translation';
import styles from './ClusterNotes.module.css';

/** Props of {@link ClusterNotes}. */
export interface ClusterNotesProps {
  readonly cluster: ClusterHealth;
}

/** What else there is to know of a cluster: gaps, rights, what waits longest. */
export function ClusterNotes({ cluster }: ClusterNotesProps) {
  const t = useTexts();
  const format = useFormat();
  const { title, oldestUnstored, outages = [], missingRights = [] } = cluster;
  const { unsupportedReason } = cluster;
  const notes = [
    ...(unsupportedReason ? [unsupportedReason] : []),
    ...(oldestUnstored
      ? [
          t('admin.capture.unstored', {
            kind: oldestUnstored.kind,
            name: `${oldestUnstored.namespace}/${oldestUnstored.name}`,
            reason: oldestUnstored.reason,
          }),
        ]
      : []),
    ...outages.map(({ from, until }) =>
      t('admin.capture.outage', {
        from: format.dateTime(from),
        until: format.dateTime(until),
      }),
    ),
    ...missingRights.map(right =>
      t(
        right.optional ? 'admin.capture.rightOptional' : 'admin.capture.right',
        {
          verb: right.verb,
          resource: rightResource(right),
          feature: right.feature,
        },
      ),
    ),
  ];

  if (notes.length === 0) {
    return null;
  }
  return (
    <div>
      <h4 className={styles.title}>{title}</h4>
      <ul className={styles.notes}>
        {notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
