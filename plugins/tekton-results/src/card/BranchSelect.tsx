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
import { useId, useState } from 'react';
import { useTexts } from '../translation';
import styles from './BranchSelect.module.css';

/** Props of {@link BranchSelect}. */
export interface BranchSelectProps {
  /** Their branches are offered. */
  readonly runs: readonly RunSummary[];
  readonly branch?: string;
  readonly onChange: (branch: string | undefined) => void;
}

/** Chooses one of the branches that were seen, or all. */
export function BranchSelect({ runs, branch, onChange }: BranchSelectProps) {
  const t = useTexts();
  const id = useId();
  const [seen, setSeen] = useState<readonly string[]>([]);
  const fresh = runs
    .flatMap(({ source }) => (source.branch ? [source.branch] : []))
    .filter(name => !seen.includes(name));

  if (fresh.length > 0) {
    setSeen([...new Set([...seen, ...fresh])].sort());
  }
  if (seen.length === 0) {
    return null;
  }
  return (
    <label className={styles.label} htmlFor={id}>
      {t('card.branch')}
      <select
        id={id}
        className={styles.select}
        value={branch ?? ''}
        onChange={event => onChange(event.target.value || undefined)}
      >
        <option value="">{t('card.allBranches')}</option>
        {seen.map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
