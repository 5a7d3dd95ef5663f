import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Column,
  Row,
  TableBody,
  TableBodySkeleton,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import { runPath } from '../runPaths';
import { runTitle } from '../runTitle';
import { runColumns } from './runColumns';
import styles from './RunsTable.module.css';

export interface RunsTableProps {
  /** Absent while the first page is loading. */
  runs?: readonly RunSummary[];
  /** Another page is on its way. */
  stale: boolean;
  basePath: string;
}

/** Runs as rows; as cards where there is no room for columns. */
export function RunsTable({ runs, stale, basePath }: RunsTableProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const columns = useMemo(() => runColumns(t, basePath), [t, basePath]);
  const rows = useMemo(
    () => runs?.map(run => ({ id: `${run.cluster}/${run.uid}`, run })),
    [runs],
  );

  return (
    <div className={styles.frame}>
      <div className={styles.scroll}>
        <TableRoot
          aria-label={rows ? t('list.title') : t('list.loading')}
          isPending={!rows}
          stale={stale}
        >
          <TableHeader columns={columns}>
            {column => (
              <Column id={column.id} isRowHeader={column.isRowHeader}>
                {column.label}
              </Column>
            )}
          </TableHeader>
          {rows ? (
            <TableBody items={rows} dependencies={[columns]}>
              {({ id, run }) => (
                <Row
                  id={id}
                  columns={columns}
                  href={runPath(basePath, run)}
                  textValue={runTitle(run)}
                >
                  {column => column.cell({ id, run })}
                </Row>
              )}
            </TableBody>
          ) : (
            <TableBodySkeleton columns={columns} />
          )}
        </TableRoot>
      </div>
    </div>
  );
}
