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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EXPONENT,
  formatCell,
  growthExponent,
  readFindings,
  tableMarkdown,
  tableText,
} from './figures.mjs';

const grown = (small, large) =>
  growthExponent([
    { size: 100_000, value: large },
    { size: 10_000, value: small },
  ]);

describe('the exponent of growth', () => {
  it('is 0 for what stays the same, 1 for what grows as the size does', () => {
    assert.equal(grown(5, 5), 0);
    assert.equal(grown(5, 50), 1);
    assert.equal(grown(5, 500), 2);
    assert.ok(grown(5, 4) < 0);
  });

  it('compares the smallest with the largest of several sizes', () => {
    const exponent = growthExponent([
      { size: 10, value: 1 },
      { size: 1000, value: 100 },
      { size: 100, value: 99 },
    ]);
    assert.equal(exponent, 1);
  });

  it('is not known with less than two sizes, nor if there is nothing to divide by', () => {
    assert.equal(growthExponent([]), undefined);
    assert.equal(growthExponent([{ size: 10, value: 1 }]), undefined);
    assert.equal(grown(0, 1), undefined);
  });
});

describe('reading what an area noted', () => {
  it('gathers tables, texts and versions from all lines', () => {
    const table = { title: 'a', columns: ['b'], rows: [['c']] };
    const findings = readFindings(
      [
        { versions: { SQLite: '3' } },
        { table },
        { versions: { PostgreSQL: '18' } },
        { text: { name: 'plans', text: 'scan' } },
      ]
        .map(entry => JSON.stringify(entry))
        .join('\n'),
    );
    assert.deepEqual(findings, {
      tables: [table],
      texts: [{ name: 'plans', text: 'scan' }],
      versions: { SQLite: '3', PostgreSQL: '18' },
    });
  });

  it('keeps what was noted before a line that was cut off', () => {
    const { versions } = readFindings('{"versions":{"SQLite":"3"}}\n{"tab');
    assert.deepEqual(versions, { SQLite: '3' });
  });

  it('says of lines over sizes how each of them grows', () => {
    const { tables } = readFindings(
      JSON.stringify({
        table: {
          title: 'a',
          columns: ['query', '10', '1000'],
          rows: [
            ['grows', 1, 100],
            ['was refused', 1, 'refused'],
          ],
          chart: { kind: 'lines', columns: ['10', '1000'], unit: 'ms' },
        },
      }),
    );
    assert.deepEqual(tables[0].columns, ['query', '10', '1000', EXPONENT]);
    assert.deepEqual(tables[0].rows, [
      ['grows', 1, 100, 1],
      ['was refused', 1, 'refused', undefined],
    ]);
  });
});

describe('figures for people', () => {
  it('have as many digits as a measurement tells', () => {
    assert.deepEqual(
      [0.004, 1.234, 12.34, 123.4, 12_345, 0, null, undefined, 'none'].map(
        formatCell,
      ),
      ['0.00', '1.23', '12.3', '123', '12345', '0', '', '', 'none'],
    );
  });

  it('stand in columns on a screen', () => {
    assert.equal(
      tableText({
        title: 'Lists',
        columns: ['list', 'ms'],
        rows: [
          ['of all runs', 1.5],
          ['b', 120.4],
        ],
      }),
      [
        'Lists',
        '',
        'list         ms',
        '-----------  ----',
        'of all runs  1.50',
        'b            120',
        '',
      ].join('\n'),
    );
  });

  it('stand in a table of Markdown, whatever characters they have', () => {
    assert.equal(
      tableMarkdown({
        title: 'Lists',
        columns: ['list', 'ms'],
        rows: [['a|b_c_*', 1]],
      }),
      [
        '| list       | ms  |',
        '| ---------- | --- |',
        '| a\\|b_c\\_\\* | 1   |',
        '',
      ].join('\n'),
    );
  });
});
