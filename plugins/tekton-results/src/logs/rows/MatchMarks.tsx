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

import { useMemo } from 'react';
import type { LineMatch } from './LogRow';
import styles from './MatchMarks.module.css';
import type { RowMap } from './RowMap';

/** More could not be told apart, and each is an element. */
const PLACES = 200;

/** Props of {@link MatchMarks}. */
export interface MatchMarksProps {
  readonly matches: ReadonlyMap<number, LineMatch>;
  readonly map: RowMap;
}

/** Shows beside the scrollbar where in a log something was found. */
export function MatchMarks({ matches, map }: MatchMarksProps) {
  const places = useMemo(() => {
    const found = new Map<number, boolean>();
    for (const [line, { current }] of matches) {
      const share = map.rowOf(line) / Math.max(1, map.count);
      const place = Math.floor(share * PLACES);
      found.set(place, current || found.get(place) === true);
    }
    return [...found];
  }, [matches, map]);

  return (
    <div className={styles.marks} aria-hidden="true">
      {places.map(([place, current]) => (
        <span
          key={place}
          className={current ? styles.current : styles.mark}
          style={{ insetBlockStart: `${(100 * place) / PLACES}%` }}
        />
      ))}
    </div>
  );
}
