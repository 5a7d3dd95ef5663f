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

import type { FieldValue } from '../filters';
import { useTexts } from '../translation';
import styles from './FilterText.module.css';

/** Props of {@link FilterText}. */
export interface FilterTextProps extends FieldValue {
  /** What is written; the value itself by default. */
  readonly text?: string;
  /** Absent: it is text, or a link. */
  readonly onFilter?: (value: FieldValue) => void;
  /** Where the forge shows it. */
  readonly href?: string;
}

/** A fact of a run; pressing it lists the runs that share it. */
export function FilterText(props: FilterTextProps) {
  const { field, value, text = value, onFilter, href } = props;
  const t = useTexts();

  if (!onFilter && href) {
    return (
      <a
        className={styles.link}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
      >
        <bdi>{text}</bdi>
      </a>
    );
  }
  if (!onFilter) {
    return <bdi className={styles.text}>{text}</bdi>;
  }
  const name = t(`filters.field.${field}`);
  return (
    <button
      type="button"
      className={styles.button}
      title={t('filters.onlyHint', { field: name, value })}
      aria-label={t('filters.only', { field: name, text })}
      onClick={() => onFilter({ field, value })}
    >
      <bdi>{text}</bdi>
    </button>
  );
}
