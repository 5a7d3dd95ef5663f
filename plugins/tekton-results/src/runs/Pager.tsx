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

import { Button } from '@backstage/ui';
import {
  RiArrowLeftSLine,
  RiArrowRightSLine,
  RiSkipBackLine,
} from '@remixicon/react';
import type { ListRunsResponse } from 'backstage-plugin-tekton-results-common';
import { useId } from 'react';
import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './Pager.module.css';
import { PAGE_SIZES } from './useRunsLocation';

/** Props of {@link Pager}. */
export interface PagerProps {
  readonly page: ListRunsResponse;
  readonly pageSize: number;
  /** Absent on the first page. */
  readonly onFirstPage?: () => void;
  readonly onMove: (cursor: string | undefined) => void;
  readonly onPageSize: (size: number) => void;
}

/** Tells how many runs there are and leads to the other pages. */
export function Pager(props: PagerProps) {
  const { page, pageSize, onFirstPage, onMove, onPageSize } = props;
  const t = useTexts();
  const format = useFormat();
  const selectId = useId();
  const { count, exact } = page.total;
  const formatted = format.number(count);

  return (
    <nav className={styles.pager} aria-label={t('runs.sections')}>
      <span className={styles.total}>
        {exact
          ? t('runs.total', { count, formatted })
          : t('runs.totalAtLeast', { formatted })}
      </span>
      <label className={styles.size} htmlFor={selectId}>
        {t('runs.pageSize')}
        <select
          id={selectId}
          className={styles.select}
          value={pageSize}
          onChange={event => onPageSize(Number(event.target.value))}
        >
          {PAGE_SIZES.map(size => (
            <option key={size} value={size}>
              {format.number(size)}
            </option>
          ))}
        </select>
      </label>
      <span className={styles.buttons}>
        {onFirstPage && (
          <Button
            size="small"
            variant="tertiary"
            iconStart={<RiSkipBackLine />}
            onPress={onFirstPage}
          >
            {t('runs.first')}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiArrowLeftSLine />}
          isDisabled={!page.prevCursor}
          onPress={() => onMove(page.prevCursor)}
        >
          {t('runs.previous')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          iconEnd={<RiArrowRightSLine />}
          isDisabled={!page.nextCursor}
          onPress={() => onMove(page.nextCursor)}
        >
          {t('runs.next')}
        </Button>
      </span>
    </nav>
  );
}
