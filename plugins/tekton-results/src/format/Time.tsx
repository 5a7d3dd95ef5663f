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

import { useNow } from '../data';
import styles from './Time.module.css';
import { useFormat } from './useFormat';

const MINUTE_MS = 60_000;

/** Props of {@link Time}. */
export interface TimeProps {
  /** RFC 3339. */
  readonly value: string;
  /** Also says how long ago that is. */
  readonly relative?: boolean;
}

/** A point in time; the zone and the seconds are in its title. */
export function Time({ value, relative = false }: TimeProps) {
  const format = useFormat();
  // Where seconds are told they have to be right: other times stand beside them.
  const isNear = Math.abs(Date.now() - Date.parse(value)) < MINUTE_MS;
  const now = useNow({
    active: relative,
    everyMs: isNear ? 1_000 : MINUTE_MS / 2,
  });

  return (
    <time dateTime={value} title={format.exactTime(value)}>
      {relative && (
        <span className={styles.relative}>{format.relative(value, now)}</span>
      )}
      <span className={relative ? styles.absolute : undefined}>
        {relative ? format.shortDateTime(value, now) : format.dateTime(value)}
      </span>
    </time>
  );
}
