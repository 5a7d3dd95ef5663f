import { useId } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Select } from '@backstage/ui';
import {
  RiArrowLeftSLine,
  RiArrowRightSLine,
  RiSkipLeftLine,
} from '@remixicon/react';
import type { ListRunsResponse } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './RunsList.module.css';
import { PAGE_SIZES } from './useRunsPage';

export interface RunsPagerProps {
  /** The page shown. */
  answer: ListRunsResponse;
  /** Another page is on its way: turning again has to wait for its cursors. */
  busy: boolean;
  pageSize: number;
  /** Goes to the page of a cursor; without one, to the newest runs. */
  onPage: (cursor: string | undefined) => void;
  onPageSize: (pageSize: number) => void;
}

/**
 * Turns the pages of a list both ways. It is our own, as the pagination of the
 * component library speaks English only.
 */
export function RunsPager(props: RunsPagerProps) {
  const { answer, busy, pageSize, onPage, onPageSize } = props;
  const { items, total, nextCursor, prevCursor } = answer;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const format = useFormat();
  const totalId = useId();

  const counts = {
    shown: format.number(items.length),
    total: format.number(total.count),
  };
  const turn = (cursor: string | undefined) => {
    if (!busy) {
      onPage(cursor);
    }
  };

  return (
    <nav className={styles.pager} aria-label={t('list.pages')}>
      <Select
        size="small"
        aria-label={t('list.pageSize')}
        options={PAGE_SIZES.map(size => ({
          value: String(size),
          label: t('list.pageSizeOption', { size: format.number(size) }),
        }))}
        value={String(pageSize)}
        onChange={value => onPageSize(Number(value))}
      />
      <p className={styles.total} role="status" id={totalId}>
        {total.exact ? t('list.total', counts) : t('list.totalAtLeast', counts)}
      </p>
      <div className={styles.turn}>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiSkipLeftLine />}
          isDisabled={!prevCursor}
          onPress={() => turn(undefined)}
        >
          {t('list.newest')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiArrowLeftSLine />}
          isDisabled={!prevCursor}
          aria-describedby={totalId}
          onPress={() => turn(prevCursor)}
        >
          {t('list.newer')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          iconEnd={<RiArrowRightSLine />}
          isDisabled={!nextCursor}
          aria-describedby={totalId}
          onPress={() => turn(nextCursor)}
        >
          {t('list.older')}
        </Button>
      </div>
    </nav>
  );
}
