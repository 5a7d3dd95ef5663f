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
import { RiCloseLine } from '@remixicon/react';
import { useTexts } from '../translation';
import styles from './FilterChips.module.css';
import {
  type FilterPart,
  filterParts,
  NO_FILTER,
  partKey,
  type RunFilter,
  withoutPart,
} from './RunFilter';
import { usePartText } from './usePartText';

/** Props of {@link FilterChips}. */
export interface FilterChipsProps {
  readonly filter: RunFilter;
  readonly onChange: (filter: RunFilter) => void;
  /** Follows the words of a condition. */
  readonly detail?: (part: FilterPart) => string | undefined;
}

/** The conditions of a filter, each of which can be taken away. */
export function FilterChips({ filter, onChange, detail }: FilterChipsProps) {
  const t = useTexts();
  const partText = usePartText();
  const parts = filterParts(filter);

  if (parts.length === 0) {
    return null;
  }
  return (
    <div className={styles.chips}>
      <ul className={styles.list} aria-label={t('filters.active')}>
        {parts.map(part => {
          const text = partText(part);
          const more = detail?.(part);
          return (
            <li key={partKey(part)}>
              <button
                type="button"
                className={styles.chip}
                aria-label={t('filters.remove', {
                  filter: more ? `${text} ${more}` : text,
                })}
                onClick={() => onChange(withoutPart(filter, part))}
              >
                <span className={styles.text}>{text}</span>{' '}
                {more && <span className={styles.detail}>{more}</span>}
                <RiCloseLine size="1rem" aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
      <Button
        size="small"
        variant="tertiary"
        onPress={() => onChange(NO_FILTER)}
      >
        {t('filters.clear')}
      </Button>
    </div>
  );
}
