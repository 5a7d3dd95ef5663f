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
import { recordFilterWithAccess } from '../access/withAccess';
import { requiredValue, type Filter } from '../../filter';
import type { FilterContext } from '../filters/filterContext';
import { isDecided, type FilterQuery } from '../filters/prepareFilter';
import { prepareRecordFilter } from '../filters/recordFilter';
import { PIPELINE_LABEL } from '../filters/recordFilterSchema';
import type { PayloadCodec } from '../payloads';
import type { RecordScope } from '../results/recordList';
import { isEndedByTime, limitStatements } from '../statementTimeout';
import type { SummarizeOptions, Summary, SummaryStore } from '../SummaryStore';
import { groupValue } from './groupValue';
import { SummaryGroups } from './SummaryGroups';
import { SummaryLimitError } from './SummaryLimitError';
import { partOf } from './SummaryPart';
import { readSummaryRow } from './summaryStatement';
import { sumColumns } from './sumColumns';
import { sumObjects } from './sumObjects';

/** Of each there is an index `records_summed_…` on PostgreSQL. */
const SUMMED_TYPES = [
  'tekton.dev/v1.PipelineRun',
  'tekton.dev/v1beta1.PipelineRun',
];

const PIPELINE_PATH = ['metadata', 'labels', PIPELINE_LABEL];

/**
 * Sums up Records in the database. What columns say is summed up there; only
 * what they cannot tell, of the filter or of a Record, is read from the objects.
 */
export class DatabaseSummaryStore implements SummaryStore {
  private readonly payloads: PayloadCodec;
  private readonly context: FilterContext;

  constructor(options: { payloads: PayloadCodec; context: FilterContext }) {
    this.payloads = options.payloads;
    this.context = options.context;
  }

  async summarize(options: SummarizeOptions): Promise<Summary> {
    return this.inSnapshot(context => this.summarizeIn(context, options));
  }

  private async summarizeIn(
    context: FilterContext,
    options: SummarizeOptions,
  ): Promise<Summary> {
    const { view, groupBy, totalOnly = false } = options;
    const filter = recordFilterWithAccess(options.filter, view.access);
    const { query, pipeline } = await prepareSummary(context, filter, options);
    const groups = new SummaryGroups();

    const asksObjects = query?.residual !== undefined;
    const countsRows =
      totalOnly && !groupBy && (query === undefined || isDecided(query));
    if (!asksObjects) {
      const rows = sumColumns({
        context,
        request: options,
        query,
        pipeline,
        exactOnly: !countsRows,
        deadline: Date.now() + context.budget.maxMs,
      });
      for await (const row of rows) {
        const { value, part } = readSummaryRow(row, groupBy);
        groups.add(value, part);
      }
    }
    const scanned = countsRows
      ? 0
      : await sumObjects({
          context,
          payloads: this.payloads,
          scope: options,
          query,
          inexactOnly: !asksObjects,
          add: facts => groups.add(groupValue(facts, groupBy), partOf(facts)),
        });
    return {
      groups: groups.toList({ grouped: groupBy !== undefined, totalOnly }),
      scanned,
    };
  }

  /**
   * PostgreSQL shows the same state to all statements, so that no Record is
   * missed or counted twice while it changes. On SQLite this would keep all
   * others waiting.
   */
  private async inSnapshot<T>(
    work: (context: FilterContext) => Promise<T>,
  ): Promise<T> {
    const { db, engine, budget } = this.context;
    if (engine === 'sqlite') {
      return work(this.context);
    }
    try {
      return await db.transaction(
        async tx => {
          const timeoutMs = Math.max(1, Math.ceil(budget.maxMs));
          await limitStatements(tx, timeoutMs);
          return work({ ...this.context, db: tx });
        },
        { isolationLevel: 'repeatable read', readOnly: true },
      );
    } catch (error) {
      throw isEndedByTime(error) ? new SummaryLimitError('time') : error;
    }
  }
}

/** A filter of a summary. */
interface PreparedSummary {
  readonly query?: FilterQuery;
  /** All that matches has this label, and is in an index in the order of lists. */
  readonly pipeline?: string;
}

async function prepareSummary(
  context: FilterContext,
  filter: Filter | undefined,
  scope: RecordScope,
): Promise<PreparedSummary> {
  if (!filter) {
    return {};
  }
  const prepare = (summed: boolean) =>
    prepareRecordFilter(context, filter, 't', { summed });
  const pipeline = requiredValue(filter.expression, PIPELINE_PATH);
  if (pipeline === undefined) {
    return { query: await prepare(false) };
  }
  if (context.engine === 'postgres') {
    return { query: await prepare(isOfSummedType(filter)) };
  }
  if (isWithoutBounds(scope)) {
    const query = await prepare(true);
    // Else something leads to less, or to what is to be read of objects.
    if (query.index !== 'rare' && query.residual === undefined) {
      return { query, pipeline };
    }
  }
  return { query: await prepare(false) };
}

function isWithoutBounds({ view, parent, result }: RecordScope): boolean {
  return [view.cluster, parent, result].every(part => part === undefined);
}

function isOfSummedType({ expression }: Filter): boolean {
  const type = requiredValue(expression, 'data_type');
  return type !== undefined && SUMMED_TYPES.includes(type);
}
