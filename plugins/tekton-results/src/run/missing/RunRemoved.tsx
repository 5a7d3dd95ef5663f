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

import type { RemovedRun } from 'backstage-plugin-tekton-results-common';
import { Link } from 'react-router-dom';
import { useFormat } from '../../format';
import { useClusterTitle } from '../../health';
import { Notice } from '../../states';
import { StatusChip } from '../../status';
import { useTexts } from '../../translation';
import styles from './RunRemoved.module.css';

/** Props of {@link RunRemoved}. */
export interface RunRemovedProps {
  readonly removed: RemovedRun;
}

/** Says which policy has removed a run, and what is still known of it. */
export function RunRemoved({ removed }: RunRemovedProps) {
  const t = useTexts();
  const format = useFormat();
  const clusterTitle = useClusterTitle();
  const { kind, name, cluster, namespace, status, uid } = removed;
  const { startedAt, completedAt, removedAt, policy } = removed;

  return (
    <Notice title={t('run.removed.title', { kind, name })}>
      <p>
        {t('run.removed.by', { policy, time: format.dateTime(removedAt) })}{' '}
        {t('run.removed.hint')}
      </p>
      <p>
        <StatusChip status={status} />
      </p>
      <p>
        {t('runs.place', { cluster: clusterTitle(cluster), namespace })}
        {startedAt && (
          <>
            {' · '}
            {t('run.removed.started', { time: format.dateTime(startedAt) })}
          </>
        )}
        {completedAt && (
          <>
            {' · '}
            {t('run.removed.finished', { time: format.dateTime(completedAt) })}
          </>
        )}
      </p>
      <p>
        <code>
          {cluster} / {uid}
        </code>
      </p>
      <Link
        className={styles.link}
        to={`..?${new URLSearchParams({ f: `namespace:${namespace}` })}`}
      >
        {t('run.removed.others', { namespace })}
      </Link>
    </Notice>
  );
}
