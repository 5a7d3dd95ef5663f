import type { TranslationFunction } from '@backstage/core-plugin-api/alpha';
import { Cell, type ColumnConfig } from '@backstage/ui';
import {
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { tektonResultsTranslationRef } from '../../translation';
import { RunDuration, StartTime } from '../RunTime';
import { RunSourceText } from '../RunSource';
import { StatusChip } from '../StatusChip';
import { PipelineCell } from './PipelineCell';
import { RunCell } from './RunCell';
import { WhereCell } from './WhereCell';

export interface RunRow {
  readonly id: string;
  readonly run: RunSummary;
}

type Translate = TranslationFunction<(typeof tektonResultsTranslationRef)['T']>;

/** The columns of the list, in order. */
export function runColumns(
  t: Translate,
  basePath: string,
): ColumnConfig<RunRow>[] {
  const labels = {
    status: t('list.columnStatus'),
    run: t('list.columnRun'),
    pipeline: t('list.columnPipeline'),
    source: t('list.columnSource'),
    started: t('list.columnStarted'),
    duration: t('list.columnDuration'),
    where: t('list.columnWhere'),
  };
  /** The label is for the cards, which have no header. */
  const column = (
    id: keyof typeof labels,
    content: (run: RunSummary) => JSX.Element,
  ): ColumnConfig<RunRow> => ({
    id,
    label: labels[id],
    isRowHeader: id === 'run',
    cell: ({ run }) => (
      <Cell data-column={id} data-label={labels[id]}>
        {content(run)}
      </Cell>
    ),
  });

  return [
    column('status', ({ status, reason, message }) => (
      <StatusChip status={status} reason={reason} message={message} />
    )),
    column('run', run => <RunCell run={run} basePath={basePath} />),
    column('pipeline', run => <PipelineCell run={run} />),
    column('source', ({ source }) => <RunSourceText source={source} />),
    column('started', ({ startedAt }) => <StartTime startedAt={startedAt} />),
    column('duration', ({ durationMs, startedAt, status }) => (
      <RunDuration
        durationMs={durationMs}
        startedAt={startedAt}
        running={!isFinished(status)}
      />
    )),
    column('where', run => <WhereCell run={run} />),
  ];
}
