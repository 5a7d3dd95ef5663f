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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { NO_FILTER, useFacet } from '../filters';
import { SelectField } from '../page';
import { useTexts } from '../translation';

/** Props of {@link BranchSelect}. */
export interface BranchSelectProps {
  readonly entityRef: string;
  /** Their branches are offered, beside those that are the most frequent. */
  readonly runs: readonly RunSummary[];
  readonly branch?: string;
  readonly onChange: (branch: string | undefined) => void;
}

/** Chooses one of the branches of an entity, or all. */
export function BranchSelect(props: BranchSelectProps) {
  const { entityRef, runs, branch, onChange } = props;
  const t = useTexts();
  const { value: facet } = useFacet({
    entityRef,
    filter: NO_FILTER,
    name: 'branch',
  });
  const branches = new Set([
    ...(facet?.values.map(({ value }) => value) ?? []),
    ...runs.flatMap(({ source }) => (source.branch ? [source.branch] : [])),
    ...(branch === undefined ? [] : [branch]),
  ]);

  if (branches.size === 0) {
    return null;
  }
  return (
    <SelectField
      label={t('card.branch')}
      value={branch ?? ''}
      options={[
        { value: '', text: t('card.allBranches') },
        ...[...branches].sort().map(name => ({ value: name, text: name })),
      ]}
      onChange={name => onChange(name || undefined)}
    />
  );
}
