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

import { RiAddLine } from '@remixicon/react';
import { useState } from 'react';
import { PopoverButton } from '../page';
import { useTexts } from '../translation';
import styles from './AddFilter.module.css';
import type { FilterControlProps } from './FilterControlProps';
import { FILTER_FIELDS, type FilterField } from './RunFilter';
import { ValueChoice } from './ValueChoice';

/** Asks what to filter by, then for values of it. */
export function AddFilter(props: FilterControlProps) {
  const t = useTexts();
  const [field, setField] = useState<FilterField>();

  return (
    <PopoverButton
      label={t('filters.add')}
      icon={<RiAddLine />}
      onOpenChange={() => setField(undefined)}
    >
      {field ? (
        <ValueChoice
          {...props}
          key={field}
          field={field}
          onBack={() => setField(undefined)}
        />
      ) : (
        <ul className={styles.fields} aria-label={t('filters.fields')}>
          {FILTER_FIELDS.map(it => (
            <li key={it}>
              <button
                type="button"
                className={styles.field}
                onClick={() => setField(it)}
              >
                {t(`filters.field.${it}`)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </PopoverButton>
  );
}
