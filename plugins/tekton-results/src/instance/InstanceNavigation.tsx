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

import { Link } from 'react-router-dom';
import { useAdminAccess } from '../access';
import { useTexts } from '../translation';
import styles from './InstanceNavigation.module.css';

/** The way to each page, from each page. */
const WAYS = {
  runs: { runs: '.', admin: 'admin' },
  admin: { runs: '..', admin: '.' },
} as const;

type InstancePageName = keyof typeof WAYS;

/** Props of {@link InstanceNavigation}. */
export interface InstanceNavigationProps {
  /** The one that is shown. */
  readonly page: InstancePageName;
}

/** Leads to the other page, for those who have one. */
export function InstanceNavigation({ page }: InstanceNavigationProps) {
  const t = useTexts();
  const { value: access } = useAdminAccess();

  if (!access?.page) {
    return null;
  }
  return (
    <nav className={styles.pages} aria-label={t('instance.pages')}>
      {(['runs', 'admin'] as const).map(name => (
        <Link
          key={name}
          className={styles.page}
          to={WAYS[page][name]}
          aria-current={name === page ? 'page' : undefined}
        >
          {t(`instance.page.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
