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

import { RiAlertLine } from '@remixicon/react';
import type { RunEvent } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import styles from './Events.module.css';

const COLUMNS = ['time', 'type', 'reason', 'about', 'message'] as const;

/** Props of {@link EventTable}. */
export interface EventTableProps {
  readonly events: readonly RunEvent[];
}

/** Events in the order of time. */
export function EventTable({ events }: EventTableProps) {
  const t = useTexts();
  return (
    <div className={styles.box}>
      <table className={styles.table} aria-label={t('events.title')}>
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {t(`events.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => (
            <EventRow key={index} event={event} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow({ event }: { readonly event: RunEvent }) {
  const t = useTexts();
  const format = useFormat();
  const { about, type, reason, message, count, firstAt, lastAt, source } =
    event;
  const at = lastAt ?? firstAt;

  return (
    <tr>
      <td className={styles.time}>
        {at ? (
          <time dateTime={at} title={format.exactTime(at)}>
            {format.time(at)}
          </time>
        ) : (
          '–'
        )}
        {count > 1 && (
          <span className={styles.small}>
            {t('events.times', { count, formatted: format.number(count) })}
          </span>
        )}
      </td>
      <td className={styles.type}>
        {type === 'Warning' && <RiAlertLine size="1em" aria-hidden="true" />}
        {type ?? '–'}
      </td>
      <th scope="row">{reason ?? '–'}</th>
      <td>
        {about.kind && <span className={styles.small}>{about.kind}</span>}
        <code>{about.name}</code>
      </td>
      <td>
        {message ?? '–'}
        {source && <span className={styles.small}>{source}</span>}
      </td>
    </tr>
  );
}
