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

import { Button, Checkbox, CheckboxGroup } from '@backstage/ui';
import type { RunFacetName } from 'backstage-plugin-tekton-results-common';
import type { ReactNode } from 'react';
import { useFormat } from '../format';
import { LoadingLines } from '../states';
import { useTexts } from '../translation';
import styles from './FacetChoice.module.css';
import type { RunFilter } from './RunFilter';
import { useFacet } from './useFacet';

/** Props of {@link FacetChoice}. */
export interface FacetChoiceProps {
  readonly entityRef?: string;
  readonly filter: RunFilter;
  readonly name: RunFacetName;
  /** What is chosen, for screen readers. */
  readonly label: string;
  /** Only values that contain this are offered. */
  readonly contains?: string;
  readonly selected: readonly string[];
  readonly onChange: (selected: string[]) => void;
  /** How a value is shown; as it is by default. */
  readonly show?: (value: string) => ReactNode;
}

/** Boxes to tick for the values that runs have, each with how many have it. */
export function FacetChoice(props: FacetChoiceProps) {
  const { label, contains, selected, onChange, show = value => value } = props;
  const t = useTexts();
  const format = useFormat();
  const { value: facet, loading, error, retry } = useFacet(props);

  if (loading) {
    return <LoadingLines label={t('filters.loading')} lines={3} />;
  }
  if (error) {
    return (
      <div className={styles.note} role="alert">
        {t('filters.failed')}
        <Button size="small" variant="secondary" onPress={retry}>
          {t('error.retry')}
        </Button>
      </div>
    );
  }
  const counts = new Map(
    facet?.values.map(({ value, count }) => [value, count]),
  );
  const values = [
    ...counts.keys(),
    ...selected.filter(value => !counts.has(value) && !contains),
  ];
  return (
    <>
      {values.length === 0 ? (
        <p className={styles.note}>{t('filters.noValue')}</p>
      ) : (
        <CheckboxGroup
          aria-label={label}
          className={styles.values}
          value={[...selected]}
          onChange={onChange}
        >
          {values.map(value => (
            <Checkbox key={value} value={value}>
              <span className={styles.value}>{show(value)}</span>{' '}
              <span className={styles.count}>
                {format.number(counts.get(value) ?? 0)}
                {facet?.exact === false && '+'}
              </span>
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      {facet?.more && <p className={styles.note}>{t('filters.moreValues')}</p>}
      {facet?.exact === false && (
        <p className={styles.note}>{t('filters.newestCounted')}</p>
      )}
    </>
  );
}
