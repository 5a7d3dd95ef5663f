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

import { grouped } from './ImportProgress';
import {
  collectionsOf,
  progressOf,
  totalCounts,
  type ImportCounts,
  type ImportState,
} from './ImportState';

/** What an import did, for people. */
export function formatSummary(
  state: ImportState,
  options: { interrupted: boolean; dryRun: boolean; stateFile: string },
): string {
  const { interrupted, dryRun, stateFile } = options;
  const results = totalCounts(state, 'results');
  const records = totalCounts(state, 'records');
  const refused = results.refused + records.refused;
  const lines = [
    `Results: ${countsText(results, dryRun)}`,
    `Records: ${countsText(records, dryRun)}`,
    ...logLines(records, { dryRun, withLogs: state.logs }),
    ...(interrupted ? [] : emptyLines(state)),
    ...(state.refusals.length > 0 ? ['Refused:'] : []),
    ...state.refusals.map(({ name, reason }) => `  ${name} ${reason}`),
    ...(refused > state.refusals.length
      ? [`  and ${grouped(refused - state.refusals.length)} more`]
      : []),
    ...(interrupted ? [`Interrupted. ${resumeText(dryRun, stateFile)}`] : []),
    `${dryRun ? 'Nothing was written. ' : ''}${state.seconds.toFixed(1)} s`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The collections in which the server lists nothing. */
export function emptyCollections(state: ImportState): string[] {
  return collectionsOf(state)
    .filter(collection => !progressOf(state, collection).done)
    .map(({ parent, kind }) => {
      const what = kind === 'results' ? 'Results' : 'Records';
      return parent === '-' ? what : `${what} of ${parent}`;
    });
}

function countsText(counts: ImportCounts, dryRun: boolean): string {
  const { copied, updated, present, refused, removed } = counts;
  const there = `${grouped(updated + present)} already there`;
  return [
    `${grouped(copied)} ${dryRun ? 'to copy' : 'copied'}`,
    updated > 0
      ? `${there} (${grouped(updated)} of them ${
          dryRun ? 'to be brought' : 'brought'
        } up to date)`
      : there,
    `${grouped(refused)} refused`,
    ...(removed > 0
      ? [`${grouped(removed)} left out as retention has removed them`]
      : []),
  ].join(', ');
}

function logLines(
  { logs, texts, textsPresent, textsMissing }: ImportCounts,
  options: { dryRun: boolean; withLogs: boolean },
): string[] {
  const { dryRun, withLogs } = options;
  if (withLogs && !dryRun) {
    return [
      `Logs: ${grouped(texts)} copied, ${grouped(
        textsPresent,
      )} already there, ${grouped(textsMissing)} not on the server`,
    ];
  }
  return logs === 0
    ? []
    : [
        `${grouped(logs)} of the Records tell of logs. ${
          dryRun ? 'They are' : 'They were'
        } copied without the logs themselves; --logs copies those, too.`,
      ];
}

function emptyLines(state: ImportState): string[] {
  return emptyCollections(state).map(
    what =>
      `Nothing found: the server lists no ${what}. There are none, or this token may not see any, or its database fails, which it does not tell apart.`,
  );
}

function resumeText(dryRun: boolean, stateFile: string): string {
  return dryRun
    ? 'A dry run begins again.'
    : `Run it again to go on; ${stateFile} says where.`;
}
