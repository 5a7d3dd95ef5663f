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
 * The form of what benchmarks find out, and how it is written for people.
 *
 * @typedef {number | string | null | undefined} Cell
 * @typedef {{
 *   title: string,
 *   columns: string[],
 *   rows: Cell[][],
 *   chart?: { kind: 'bars' | 'lines', columns: string[], unit: string },
 * }} Table
 *   As `BenchTable` in the backend plugin's `dev/bench/BenchReport.ts` describes it.
 * @typedef {{
 *   tables: Table[],
 *   texts: { name: string, text: string }[],
 *   versions: Record<string, string>,
 * }} Findings
 */

/** Name of the column that {@link withExponents} adds. */
export const EXPONENT = 'exponent';

/**
 * What an area noted, from its lines of JSON. A line that was cut off, as the area
 * ended amid it, is left out.
 *
 * @param {string} lines
 * @returns {Findings}
 */
export function readFindings(lines) {
  const entries = lines.split('\n').flatMap(line => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  const all = key => entries.flatMap(entry => (entry[key] ? [entry[key]] : []));
  return {
    tables: all('table').map(withExponents),
    texts: all('text'),
    versions: Object.assign({}, ...all('versions')),
  };
}

/**
 * How much more something takes as its size grows: 0 the same, 1 as many times as
 * much as the size, 2 the square of that. Undefined for less than two sizes.
 *
 * @param {{ size: number, value: number }[]} measured in any order
 */
export function growthExponent(measured) {
  const sorted = [...measured].sort((a, b) => a.size - b.size);
  const [first] = sorted;
  const last = sorted[sorted.length - 1];
  if (sorted.length < 2 || first.size === last.size || first.value <= 0) {
    return undefined;
  }
  return Math.log(last.value / first.value) / Math.log(last.size / first.size);
}

/**
 * A table whose lines run over sizes says how each of them grows.
 *
 * @param {Table} table
 * @returns {Table}
 */
function withExponents(table) {
  if (table.chart?.kind !== 'lines') return table;
  const sizes = table.chart.columns.map(name => ({
    size: Number(name),
    index: table.columns.indexOf(name),
  }));
  const exponent = row =>
    growthExponent(
      sizes
        .map(({ size, index }) => ({ size, value: row[index] }))
        .filter(({ value }) => typeof value === 'number'),
    );
  return {
    ...table,
    columns: [...table.columns, EXPONENT],
    rows: table.rows.map(row => [...row, exponent(row)]),
  };
}

/**
 * Three digits say all that a measurement tells.
 *
 * @param {Cell} cell
 */
export function formatCell(cell) {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell) || Math.abs(cell) >= 100) return cell.toFixed(0);
  return cell.toFixed(Math.abs(cell) >= 10 ? 1 : 2);
}

/**
 * In columns, for a screen.
 *
 * @param {Table} table
 */
export function tableText(table) {
  const { heading, body, widths, pad } = laidOut(table);
  const line = cells => cells.map(pad).join('  ').trimEnd();
  return [
    table.title,
    '',
    line(heading),
    widths.map(width => '-'.repeat(width)).join('  '),
    ...body.map(line),
    '',
  ].join('\n');
}

/**
 * As Prettier formats it.
 *
 * @param {Table} table
 */
export function tableMarkdown(table) {
  const { heading, body, widths, pad } = laidOut({
    ...table,
    columns: table.columns.map(escapeMarkdown),
    rows: table.rows.map(row =>
      row.map(cell => escapeMarkdown(formatCell(cell))),
    ),
  });
  const line = cells => `| ${cells.map(pad).join(' | ')} |`;
  return [
    line(heading),
    `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`,
    ...body.map(line),
    '',
  ].join('\n');
}

/** An underscore within a word means itself. */
function escapeMarkdown(text) {
  return text.replace(/[\\|<*`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&');
}

/** @param {Table} table */
function laidOut({ columns, rows }) {
  const body = rows.map(row => columns.map((_, at) => formatCell(row[at])));
  const widths = columns.map((name, at) =>
    Math.max(3, name.length, ...body.map(cells => cells[at].length)),
  );
  return {
    heading: columns,
    body,
    widths,
    pad: (cell, at) => cell.padEnd(widths[at]),
  };
}
