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

import { readSentRecord, readSentResult, type Sent } from '../../api';
import type {
  ImportedRecord,
  ImportedResult,
  ImportOptions,
  ImportOutcome,
  ResultImporter,
} from '../../store';
import { NO_COUNTS, type PageOutcome, type Refusal } from './ImportState';
import type { LogImporter } from './LogImporter';
import type { ResultsServer } from './ResultsServer';
import { printable } from './ServerError';

const LOG_TYPE = /^results\.tekton\.dev\/v1alpha[23]\.Log$/;
const MAX_NAME_LENGTH = 250;

const COUNTED_AS: Record<
  ImportOutcome,
  'copied' | 'updated' | 'present' | 'removed' | 'refused'
> = {
  added: 'copied',
  updated: 'updated',
  present: 'present',
  removed: 'removed',
  resultMissing: 'refused',
  nameTaken: 'refused',
  refused: 'refused',
};

const TEXT_COUNTED_AS = {
  copied: 'texts',
  present: 'textsPresent',
  missing: 'textsMissing',
} as const;

const REASONS: Partial<Record<ImportOutcome, string>> = {
  resultMissing: 'has a Result that could not be stored',
  nameTaken: 'has the name of another run that is stored',
  refused: 'is refused by the database',
};

/** What pages are stored with. */
export interface PageTarget extends ImportOptions {
  readonly importer: ResultImporter;
  /** Asked for Results that Records are in and that are not stored. */
  readonly server: Pick<ResultsServer, 'getResult' | 'getLog'>;
  /** Copies the logs that Records tell of; absent: they are not copied. */
  readonly logs?: LogImporter;
}

/** Stores a page of Results. */
export function importResultPage(
  items: readonly unknown[],
  target: PageTarget,
): Promise<PageOutcome> {
  return importPage(items, readSentResult, results =>
    target.importer.importResults(results, target),
  );
}

/** Stores a page of Records. */
export async function importRecordPage(
  items: readonly unknown[],
  target: PageTarget,
): Promise<PageOutcome> {
  const copied: ImportedRecord[] = [];
  const page = await importPage(items, readSentRecord, async records => {
    const outcomes = await importRecords(records, target);
    copied.push(
      ...records.filter((_, index) =>
        ['copied', 'updated', 'present'].includes(COUNTED_AS[outcomes[index]]),
      ),
    );
    return outcomes;
  });
  return target.logs ? withLogs(page, copied.filter(isLog), target) : page;
}

/** Copies the logs that Records of a page tell of. */
async function withLogs(
  page: PageOutcome,
  records: readonly ImportedRecord[],
  { logs, server, cluster }: PageTarget,
): Promise<PageOutcome> {
  const counts = { ...page.counts };
  const refusals = [...page.refusals];
  for (const record of records) {
    const { outcome, problem } = logs
      ? await logs.copy(record, { cluster, server })
      : { outcome: 'missing' as const, problem: undefined };
    counts[TEXT_COUNTED_AS[outcome]] += 1;
    if (problem !== undefined) {
      const { parent, result, record: name } = record.name;
      refusals.push({
        name: `${parent}/results/${result}/logs/${name}`,
        reason: problem,
      });
    }
  }
  return { counts, refusals };
}

async function importPage<T extends ImportedResult | ImportedRecord>(
  items: readonly unknown[],
  read: (item: unknown) => Sent<T>,
  store: (values: readonly T[]) => Promise<ImportOutcome[]>,
): Promise<PageOutcome> {
  const refusals: Refusal[] = [];
  const values: T[] = [];
  const names: string[] = [];
  for (const item of items) {
    const { value, problem } = read(item);
    const name = nameOf(item);
    if (problem === undefined) {
      values.push(value);
      names.push(name);
    } else {
      refusals.push({ name, reason: problem });
    }
  }
  const counts = { ...NO_COUNTS, refused: refusals.length };
  const outcomes = await store(values);
  outcomes.forEach((outcome, index) => {
    counts[COUNTED_AS[outcome]] += 1;
    if (outcome === 'added' && isLog(values[index])) {
      counts.logs += 1;
    }
    const reason = REASONS[outcome];
    if (reason) {
      refusals.push({ name: names[index], reason });
    }
  });
  return { counts, refusals };
}

/** Results may have been created since they were listed. */
async function importRecords(
  records: readonly ImportedRecord[],
  target: PageTarget,
): Promise<ImportOutcome[]> {
  const outcomes = await target.importer.importRecords(records, target);
  const missing = records.filter(
    (_, index) => outcomes[index] === 'resultMissing',
  );
  if (missing.length === 0) {
    return outcomes;
  }
  await importResultsOf(missing, target);
  // With a Result that retention had removed comes back what tells of its new runs.
  const found = new Set(missing.map(resultOf));
  const isOpen = records.map(
    (record, index) =>
      found.has(resultOf(record)) &&
      ['resultMissing', 'removed'].includes(outcomes[index]),
  );
  const later = await target.importer.importRecords(
    records.filter((_, index) => isOpen[index]),
    target,
  );
  return outcomes.map((outcome, index) =>
    isOpen[index] ? later.shift() ?? outcome : outcome,
  );
}

function resultOf({ name }: ImportedRecord): string {
  return `${name.parent}/${name.result}`;
}

async function importResultsOf(
  records: readonly ImportedRecord[],
  target: PageTarget,
): Promise<void> {
  const byResult = new Map(records.map(record => [resultOf(record), record]));
  const results: ImportedResult[] = [];
  for (const { name, createTime } of byResult.values()) {
    const { parent, result } = name;
    const sent = await target.server.getResult({ parent, result });
    const { value } = readSentResult(sent);
    // Rather a Result that says nothing than Records that are lost.
    results.push(
      value ?? {
        name: { parent, result },
        content: { annotations: {} },
        createTime,
        updateTime: createTime,
      },
    );
  }
  await target.importer.importResults(results, {
    ...target,
    evenRemoved: true,
  });
}

function isLog(value: ImportedResult | ImportedRecord): boolean {
  return 'data' in value && LOG_TYPE.test(value.data?.type ?? '');
}

function nameOf(item: unknown): string {
  const { name } = Object(item);
  return typeof name === 'string' && name !== ''
    ? printable(name).slice(0, MAX_NAME_LENGTH)
    : '(without a name)';
}
