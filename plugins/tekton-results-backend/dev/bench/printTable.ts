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

/** Prints rows, of which the first is the heading, in columns. */
export function printTable(title: string, rows: readonly string[][]): void {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  const [heading, ...body] = rows;
  process.stdout.write(
    `\n${title}\n\n${line(heading)}\n${widths
      .map(width => '-'.repeat(width))
      .join('  ')}\n${body.map(line).join('\n')}\n`,
  );
}
