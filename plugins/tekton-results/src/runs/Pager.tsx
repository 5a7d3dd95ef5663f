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
import { useFormat } from '../format';
import { SelectField } from '../page';
import { useTexts } from '../translation';
import { PAGE_SIZES, type PageSize } from './listParams';
import styles from './Pager.module.css';
import { totalText } from './totalText';

/** Props of {@link Pager}. */
export interface PagerProps {
  readonly page: ListRunsResponse;
  readonly pageSize: PageSize;
  /** Whether runs may be missing, as a cluster is not captured at present. */
  readonly partial: boolean;
  /** Whether newest runs come first, so that pages are newer and older ones. */
  readonly byTime: boolean;
  /** Absent on the first page. */
  readonly onFirstPage?: () => void;
  readonly onMove: (cursor: string | undefined) => void;
  readonly onPageSize: (size: PageSize) => void;
}

/** Tells how many runs there are and leads to the other pages. */
export function Pager(props: PagerProps) {
  const { page, pageSize, partial, byTime } = props;
  const { onFirstPage, onMove, onPageSize } = props;
  const t = useTexts();
  const format = useFormat();
  const names = byTime ? 'byTime' : 'byOther';

  return (
    <nav className={styles.pager} aria-label={t('runs.sections')}>
      <span className={styles.total}>
        {t('runs.shown', {
          shown: format.number(page.items.length),
          total: totalText(page.total, { t, format, partial }),
        })}
      </span>
      <SelectField
        label={t('runs.pageSize')}
        value={String(pageSize)}
        options={PAGE_SIZES.map(size => ({
          value: String(size),
          text: format.number(size),
        }))}
        onChange={chosen =>
          onPageSize(
            PAGE_SIZES.find(size => String(size) === chosen) ?? PAGE_SIZES[0],
          )
        }
      />
      <span className={styles.buttons}>
        {onFirstPage && (
          <Button
            size="small"
            variant="tertiary"
            iconStart={<RiSkipBackLine />}
            onPress={onFirstPage}
          >
            {t(`runs.pages.${names}.first`)}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiArrowLeftSLine />}
          isDisabled={!page.prevCursor}
          onPress={() => onMove(page.prevCursor)}
        >
          {t(`runs.pages.${names}.previous`)}
        </Button>
        <Button
          size="small"
          variant="secondary"
          iconEnd={<RiArrowRightSLine />}
          isDisabled={!page.nextCursor}
          onPress={() => onMove(page.nextCursor)}
        >
          {t(`runs.pages.${names}.next`)}
        </Button>
      </span>
    </nav>
  );
}
