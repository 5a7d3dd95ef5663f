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

import { AddFilter } from './AddFilter';
import styles from './FilterBar.module.css';
import { FilterChips } from './FilterChips';
import type { FilterControlProps } from './FilterControlProps';
import type { JumpTarget } from './jumpTarget';
import { PeriodFilter } from './PeriodFilter';
import { QuickSearch } from './QuickSearch';
import type { RunFilter } from './RunFilter';
import { StatusFilter } from './StatusFilter';

/** Props of {@link FilterBar}. */
export interface FilterBarProps extends Omit<FilterControlProps, 'onChange'> {
  /** `typing`: the change is one of many, and not worth a step back each. */
  readonly onChange: (filter: RunFilter, how?: 'typing') => void;
  /** Goes where a pasted text leads; false if there is no such place. */
  readonly onJump: (target: JumpTarget) => Promise<boolean>;
}

/** Everything that a list of runs can be narrowed by. */
export function FilterBar(props: FilterBarProps) {
  const { entityRef, filter, onChange, onJump } = props;
  const control = {
    entityRef,
    filter,
    onChange: (next: RunFilter) => onChange(next),
  };

  return (
    <div className={styles.bar} role="search">
      <div className={styles.controls}>
        <div className={styles.search}>
          <QuickSearch
            value={filter.search}
            onJump={onJump}
            onChange={search => onChange({ ...filter, search }, 'typing')}
          />
        </div>
        <StatusFilter {...control} />
        <PeriodFilter {...control} />
        <AddFilter {...control} />
      </div>
      <FilterChips filter={filter} onChange={control.onChange} />
    </div>
  );
}
