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

import {
  RUN_SORTS,
  type RunSort,
} from 'backstage-plugin-tekton-results-common';
import { SelectField } from '../page';
import { useTexts } from '../translation';

/** Props of {@link SortSelect}. */
export interface SortSelectProps {
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
}

/** Sorts the list where it has no column heads. */
export function SortSelect({ sort, onSort }: SortSelectProps) {
  const t = useTexts();
  return (
    <SelectField
      label={t('runs.sortBy')}
      value={sort}
      options={RUN_SORTS.map(value => ({
        value,
        text: t(`runs.sorts.${value}`),
      }))}
      onChange={onSort}
    />
  );
}
