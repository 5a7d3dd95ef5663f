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
import { isPartOf, resultFiles } from './resultFiles.mjs';

const circumstances = {
  machine: {
    processor: 'EPYC',
    cores: 2,
    memoryGB: 24,
    system: 'linux x64',
  },
  versions: { 'Node.js': '24.1.0', PostgreSQL: '18.4' },
  date: '2026-11-22T10:00:00.000Z',
  loadBefore: 1.25,
  note: 'beside other work',
};

const files = resultFiles({
  area: 'store',
  findings: {
    tables: [
      {
        title: 'Lists',
        columns: ['list', 'ms'],
        rows: [
          ['a', 1.23456],
          ['b', undefined],
        ],
        chart: { kind: 'bars', columns: ['ms'], unit: 'ms' },
      },
      { title: 'Locks', columns: ['figure', 'value'], rows: [['locks', 'no']] },
    ],
    texts: [{ name: 'plans-sqlite', text: 'SCAN records' }],
    versions: {},
  },
  circumstances,
});

describe('the files of results', () => {
  it('are figures for programs and for people, pictures, and texts', () => {
    assert.deepEqual(
      [...files.keys()],
      ['store.json', 'store-1.svg', 'store-plans-sqlite.txt', 'store.md'],
    );
    assert.equal(files.get('store-plans-sqlite.txt'), 'SCAN records\n');
  });

  it('tell programs each figure by its name as it was measured, and where and when', () => {
    assert.deepEqual(JSON.parse(files.get('store.json')), {
      area: 'store',
      ...circumstances,
      tables: [
        {
          title: 'Lists',
          rows: [
            { list: 'a', ms: 1.23456 },
            { list: 'b', ms: null },
          ],
        },
        { title: 'Locks', rows: [{ figure: 'locks', value: 'no' }] },
      ],
    });
  });

  it('tell people of the machine, versions and date, and lead to all else', () => {
    assert.equal(
      files.get('store.md'),
      [
        '# Benchmark `store`',
        '',
        '- Measured: 2026-11-22T10:00:00.000Z, beside other work; load before: 1.3',
        '- Machine: EPYC, 2 cores, 24 GB of memory, linux x64',
        '- Software: Node.js 24.1.0, PostgreSQL 18.4',
        '',
        '- [plans-sqlite](store-plans-sqlite.txt)',
        '',
        '## Lists',
        '',
        '| list | ms   |',
        '| ---- | ---- |',
        '| a    | 1.23 |',
        '| b    |      |',
        '',
        '![Lists](store-1.svg)',
        '',
        '## Locks',
        '',
        '| figure | value |',
        '| ------ | ----- |',
        '| locks  | no    |',
        '',
      ].join('\n'),
    );
  });

  it('belong to one area only', () => {
    assert.ok(isPartOf('store', 'store-1.svg'));
    assert.ok(isPartOf('store', 'store-plans-postgres-10000.txt'));
    assert.ok(!isPartOf('store', 'lists-1.svg'));
    assert.ok(!isPartOf('store', 'README.md'));
  });
});
