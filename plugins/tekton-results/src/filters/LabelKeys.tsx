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

import { LoadingLines } from '../states';
import { useTexts } from '../translation';
import styles from './AddFilter.module.css';
import type { RunFilter } from './RunFilter';
import { useFacet } from './useFacet';

/** Props of {@link LabelKeys}. */
export interface LabelKeysProps {
  readonly entityRef?: string;
  readonly filter: RunFilter;
  readonly contains: string;
  readonly onChoose: (key: string) => void;
}

/** The keys of the labels that runs have; any other may be typed in. */
export function LabelKeys(props: LabelKeysProps) {
  const { contains, onChoose } = props;
  const t = useTexts();
  const { value: facet, loading } = useFacet({ ...props, name: 'label' });

  if (loading) {
    return <LoadingLines label={t('filters.loading')} lines={3} />;
  }
  const keys = facet?.values.map(({ value }) => value) ?? [];
  const offered =
    contains && !keys.includes(contains) ? [...keys, contains] : keys;
  return offered.length === 0 ? (
    <p>{t('filters.noValue')}</p>
  ) : (
    <ul className={styles.fields} aria-label={t('filters.field.label')}>
      {offered.map(key => (
        <li key={key}>
          <button
            type="button"
            className={styles.field}
            onClick={() => onChoose(key)}
          >
            {key}
          </button>
        </li>
      ))}
    </ul>
  );
}
