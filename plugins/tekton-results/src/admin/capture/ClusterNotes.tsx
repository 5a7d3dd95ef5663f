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
  ClusterHealth,
  UnreadableObjects,
} from 'backstage-plugin-tekton-results-common';
import { rightResource } from '../../health';
import { useTexts } from '../../translation';
import styles from './ClusterNotes.module.css';

/** Props of {@link ClusterNotes}. */
export interface ClusterNotesProps {
  readonly cluster: ClusterHealth;
}

/** What else there is to know of a cluster: what is wrong, rights, what waits longest. */
export function ClusterNotes({ cluster }: ClusterNotesProps) {
  const t = useTexts();
  const { title, oldestUnstored, missingRights = [] } = cluster;
  const { unsupportedReason, problem, resources } = cluster;
  const lastUnreadable = ({ last }: UnreadableObjects) =>
    last
      ? t('admin.capture.lastUnreadable', {
          name: [last.namespace, last.name].filter(Boolean).join('/') || '–',
          problem: last.problem,
        })
      : '';
  const notes = [
    ...(unsupportedReason ? [unsupportedReason] : []),
    ...(problem ? [problem.message] : []),
    ...resources.flatMap(({ resource, refusedRuns = 0 }) =>
      refusedRuns > 0
        ? t('admin.capture.refused', { count: refusedRuns, resource })
        : [],
    ),
    ...resources.flatMap(({ resource, unreadable }) =>
      unreadable
        ? [
            t('admin.capture.unreadable', {
              count: unreadable.count,
              resource,
            }),
            lastUnreadable(unreadable),
          ].join(' ')
        : [],
    ),
    ...(oldestUnstored
      ? [
          t('admin.capture.unstored', {
            kind: oldestUnstored.kind,
            name: `${oldestUnstored.namespace}/${oldestUnstored.name}`,
            reason: oldestUnstored.reason,
          }),
        ]
      : []),
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
