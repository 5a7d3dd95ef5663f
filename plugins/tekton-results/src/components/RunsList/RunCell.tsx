import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import {
  FAILED_STATUSES,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import { runPath } from '../runPaths';
import { runTitle } from '../runTitle';
import styles from './RunsTable.module.css';

export interface RunCellProps {
  run: RunSummary;
  basePath: string;
}

/** What a run is called, as a link to its page; where it failed, if it did. */
export function RunCell({ run, basePath }: RunCellProps) {
  const { kind, name, status } = run;
  const title = runTitle(run);

  return (
    <span className={styles.lines}>
      <Link href={runPath(basePath, run)} weight="bold" className={styles.title}>
        {title}
      </Link>
      {(title !== name || kind !== 'PipelineRun') && (
        <span className={styles.second}>
          {kind !== 'PipelineRun' && <span>{kind}</span>}
          {title !== name && <span className={styles.name}>{name}</span>}
        </span>
      )}
      {FAILED_STATUSES.includes(status) && run.failure && (
        <FailureLine failure={run.failure} />
      )}
    </span>
  );
}

interface FailureLineProps {
  failure: NonNullable<RunSummary['failure']>;
}

function FailureLine({ failure }: FailureLineProps) {
  const { task, step, exitCode } = failure;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const place =
    task && step ? t('failure.place', { task, step }) : task ?? step;
  const parts = [
    ...(place ? [place] : []),
    ...(exitCode === undefined
      ? []
      : [t('failure.exitCode', { code: String(exitCode) })]),
  ];
  return parts.length > 0 ? (
    <span className={styles.failure}>{parts.join(', ')}</span>
  ) : null;
}
