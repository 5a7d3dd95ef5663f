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

import { RiArrowDownSLine } from '@remixicon/react';
import {
  RUN_STATUSES,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';
import { PopoverButton } from '../page';
import { StatusChip } from '../status';
import { useTexts } from '../translation';
import { FacetChoice } from './FacetChoice';
import type { FilterControlProps } from './FilterControlProps';

/** Chooses statuses, with how many runs have each. */
export function StatusFilter(props: FilterControlProps) {
  const { entityRef, filter, onChange } = props;
  const t = useTexts();
  const { statuses } = filter;

  return (
    <PopoverButton
      label={t('filters.status')}
      detail={statuses.length > 0 ? `(${statuses.length})` : undefined}
      iconEnd={<RiArrowDownSLine />}
    >
      <FacetChoice
        entityRef={entityRef}
        filter={filter}
        name="status"
        label={t('filters.status')}
        selected={statuses}
        onChange={chosen =>
          onChange({
            ...filter,
            statuses: RUN_STATUSES.filter(status => chosen.includes(status)),
          })
        }
        show={status => <StatusChip status={status as RunStatus} />}
      />
    </PopoverButton>
  );
}
