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

import { tableMarkdown } from './figures.mjs';
import { chartSvg } from './chart.mjs';

/*
 * The files in which the findings of an area are kept.
 *
 * @typedef {{
 *   machine: { processor: string, cores: number, memoryGB: number, system: string },
 *   versions: Record<string, string>,
 *   date: string,
 *   loadBefore: number,
 *   note?: string,
 * }} Circumstances
 *   Under which it was measured: `date` as ISO 8601 in UTC; `loadBefore` is how
 *   many programs ran or waited for the processor, averaged over the minute before.
 */

/**
 * Files by their names: figures for programs, the same for people, pictures, and
 * texts such as plans of queries.
 *
 * @param {{
 *   area: string,
 *   findings: import('./figures.mjs').Findings,
 *   circumstances: Circumstances,
 * }} results
 * @returns {Map<string, string>}
 */
export function resultFiles({ area, findings, circumstances }) {
  const { tables, texts } = findings;
  const files = new Map([
    [`${area}.json`, toJson({ area, tables, circumstances })],
  ]);
  const parts = tables.map((table, index) => {
    const svg = chartSvg(table);
    const name = `${area}-${index + 1}.svg`;
    if (svg) files.set(name, svg);
    const picture = svg ? `\n![${table.title}](${name})\n` : '';
    return `## ${table.title}\n\n${tableMarkdown(table)}${picture}`;
  });
  const links = texts.map(({ name, text }) => {
    const file = `${area}-${name}.txt`;
    files.set(file, `${text}\n`);
    return `- [${name}](${file})\n`;
  });
  files.set(
    `${area}.md`,
    [
      `# Benchmark \`${area}\`\n`,
      circumstancesMarkdown(circumstances),
      ...(links.length > 0 ? [links.join('')] : []),
      ...parts,
    ].join('\n'),
  );
  return files;
}

/**
 * Whether a file is a picture or text that belongs to an area's results.
 *
 * @param {string} area
 * @param {string} name
 */
export function isPartOf(area, name) {
  return name.startsWith(`${area}-`) && /\.(svg|txt)$/.test(name);
}

function toJson({ area, tables, circumstances }) {
  return `${JSON.stringify(
    {
      area,
      ...circumstances,
      tables: tables.map(({ title, columns, rows }) => ({
        title,
        rows: rows.map(row =>
          Object.fromEntries(
            columns.map((name, index) => [name, row[index] ?? null]),
          ),
        ),
      })),
    },
    null,
    2,
  )}\n`;
}

/** @param {Circumstances} circumstances */
function circumstancesMarkdown({ machine, versions, date, loadBefore, note }) {
  const { processor, cores, memoryGB, system } = machine;
  const software = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return [
    `- Measured: ${date}${
      note ? `, ${note}` : ''
    }; load before: ${loadBefore.toFixed(1)}`,
    `- Machine: ${processor}, ${cores} cores, ${memoryGB} GB of memory, ${system}`,
    `- Software: ${software}`,
    '',
  ].join('\n');
}
