import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';
import { RunRow } from './RunRow';
import styles from './RunsTable.module.css';

const COLUMNS = [
  'status',
  'run',
  'pipeline',
  'source',
  'started',
  'duration',
  'where',
] as const;

/** Props of {@link RunsTable}. */
export interface RunsTableProps {
  readonly runs: readonly RunSummary[];
  /** Whether other rows are on their way. */
  readonly stale: boolean;
}

/** A row for each run. */
export function RunsTable({ runs, stale }: RunsTableProps) {
  const t = useTexts();

  return (
    <div className={styles.box}>
      <table
        className={stale ? `${styles.table} ${styles.stale}` : styles.table}
        aria-label={t('runs.title')}
        aria-busy={stale}
      >
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {t(`runs.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <RunRow key={`${run.cluster}/${run.uid}`} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
