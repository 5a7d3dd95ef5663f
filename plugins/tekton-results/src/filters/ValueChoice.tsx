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

import { Button, SearchField } from '@backstage/ui';
import { RiArrowLeftSLine } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../translation';
import styles from './AddFilter.module.css';
import { FacetChoice } from './FacetChoice';
import type { FilterControlProps } from './FilterControlProps';
import { LabelKeys } from './LabelKeys';
import type { FilterField, RunFilter } from './RunFilter';
import { withValue } from './RunFilter';

/** Props of {@link ValueChoice}. */
export interface ValueChoiceProps extends FilterControlProps {
  readonly field: FilterField;
  readonly onBack: () => void;
}

/** Chooses values of a field: those that runs have, or any other typed in. */
export function ValueChoice(props: ValueChoiceProps) {
  const { entityRef, filter, onChange, field, onBack } = props;
  const t = useTexts();
  const [text, setText] = useState('');
  const [labelKey, setLabelKey] = useState<string>();
  const search = useRef<HTMLDivElement>(null);
  const choosesKey = field === 'label' && labelKey === undefined;
  const prefix = labelKey === undefined ? '' : `${labelKey}=`;
  const label = labelKey ?? t(`filters.field.${field}`);
  const typed = text.trim();

  // What was pressed to get here is gone, and the focus with it.
  useEffect(() => {
    search.current?.querySelector('input')?.focus();
  }, [labelKey]);

  const goTo = (key: string | undefined) => {
    setText('');
    setLabelKey(key);
  };
  const add = (value: string) => {
    setText('');
    onChange(withValue(filter, { field, value: `${prefix}${value}` }));
  };

  return (
    <>
      <div className={styles.heading}>
        <Button
          size="small"
          variant="tertiary"
          iconStart={<RiArrowLeftSLine />}
          aria-label={t('filters.back')}
          onPress={labelKey === undefined ? onBack : () => goTo(undefined)}
        />
        <span className={styles.name}>{label}</span>
      </div>
      <SearchField
        size="small"
        ref={search}
        aria-label={t('filters.searchValues', { field: label })}
        placeholder={t('filters.searchValuesHint')}
        value={text}
        maxLength={256}
        onChange={setText}
      />
      {choosesKey ? (
        <LabelKeys
          entityRef={entityRef}
          filter={filter}
          contains={typed}
          onChoose={goTo}
        />
      ) : (
        <FacetChoice
          entityRef={entityRef}
          filter={filter}
          name={labelKey === undefined ? field : `label:${labelKey}`}
          label={label}
          contains={typed}
          selected={valuesOf(filter, field, prefix)}
          onChange={values =>
            onChange(withValues(filter, field, prefix, values))
          }
        />
      )}
      {typed && !choosesKey && field !== 'kind' && (
        <Button size="small" variant="secondary" onPress={() => add(typed)}>
          {t('filters.useText', { text: typed })}
        </Button>
      )}
    </>
  );
}

/** The chosen values of a field; of a label those of one key. */
function valuesOf(
  filter: RunFilter,
  field: FilterField,
  prefix: string,
): string[] {
  return filter.values
    .filter(it => it.field === field && it.value.startsWith(prefix))
    .map(({ value }) => value.slice(prefix.length));
}

function withValues(
  filter: RunFilter,
  field: FilterField,
  prefix: string,
  values: readonly string[],
): RunFilter {
  // A value that the search hides stays chosen: it is not among the boxes.
  const others = filter.values.filter(
    it => it.field !== field || !it.value.startsWith(prefix),
  );
  return {
    ...filter,
    values: [
      ...others,
      ...values.map(value => ({ field, value: `${prefix}${value}` })),
    ],
  };
}
