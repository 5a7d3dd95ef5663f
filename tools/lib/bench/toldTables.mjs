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

/*
 * Makes a table of what the browser tests tell.
 *
 * @typedef {import('./figures.mjs').Table} Table
 */

/** As `tellFigure` of the browser tests writes it. */
const FIGURE =
  /^(?<name>.+): (?<value>-?[\d.]+) (?<unit>.+) \(limit (?<limit>[\d.]+)\)/;

/**
 * What was told in a report of Playwright: figures with their units and limits,
 * times first as the picture shows these, and all else as it was said.
 *
 * @returns {Table[]} none that is empty
 */
export function toldTables(report) {
  const lines = report.suites.flatMap(linesOf);
  const figures = lines.flatMap(line => {
    const found = FIGURE.exec(line)?.groups;
    return found
      ? [[found.name, Number(found.value), found.unit, Number(found.limit)]]
      : [];
  });
  const isTime = ([, , unit]) => unit === 'ms';
  const tables = [
    {
      title: 'Times of ten thousand runs in a browser',
      columns: ['figure', 'ms', 'limit ms'],
      rows: figures
        .filter(isTime)
        .map(([name, value, , limit]) => [name, value, limit]),
      chart: { kind: 'bars', columns: ['ms', 'limit ms'], unit: 'ms' },
    },
    {
      title: 'Other figures of ten thousand runs in a browser',
      columns: ['figure', 'value', 'unit', 'limit'],
      rows: figures.filter(figure => !isTime(figure)),
    },
    {
      title: 'Told besides',
      columns: ['line'],
      rows: lines.filter(line => !FIGURE.test(line)).map(line => [line.trim()]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** Of the last try of each test. */
function linesOf(suite) {
  return [
    ...(suite.suites ?? []).flatMap(linesOf),
    ...(suite.specs ?? []).flatMap(({ tests }) =>
      tests.flatMap(({ results }) =>
        (results.at(-1)?.stdout ?? [])
          .map(({ text = '' }) => text)
          .join('')
          .split('\n')
          .filter(line => line.trim() !== ''),
      ),
    ),
  ];
}
