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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { recordFilterSchema } from '../store/filters/recordFilterSchema';
import {
  DOCUMENTED_RECORDS,
  DOCUMENTED_RESULTS,
} from './__testUtils__/documentedObjects';
import { compileFilter, parseFilter, planFilter, type FilterSubject } from '.';

const PAGE = resolve(__dirname, '../../../../docs/filtering.md');

/** Filters in a fenced block, and the word behind `cel` that tells their kind. */
interface Block {
  readonly kind: string;
  readonly filters: readonly string[];
}

function readBlocks(page: string): Block[] {
  return [...page.matchAll(/^```cel *(\w*)\n([^]*?)^```$/gm)].map(
    ([, kind, content]) => ({ kind, filters: readFilters(content) }),
  );
}

/** One filter each line; lines that are indented go on with the one before. */
function readFilters(content: string): string[] {
  return content
    .split(/\n(?! )/)
    .filter(line => line !== '' && !line.startsWith('//'));
}

const blocks = readBlocks(readFileSync(PAGE, 'utf8'));

function filtersOf(test: (kind: string) => boolean): string[] {
  return blocks
    .filter(({ kind }) => test(kind))
    .flatMap(({ filters }) => filters);
}

/** How many of the objects that the page tells of match. */
function countMatching(text: string, subject: FilterSubject) {
  const documents =
    subject === 'records' ? DOCUMENTED_RECORDS : DOCUMENTED_RESULTS;
  const matches = compileFilter(parseFilter(text, subject)!.expression);
  return {
    matching: documents.filter(matches).length,
    all: documents.length,
  };
}

function accessOf(text: string, engine: 'postgres' | 'sqlite'): string[] {
  const filter = parseFilter(text, 'records')!;
  const { parts } = planFilter(filter, recordFilterSchema(engine, 't'));
  return [...new Set(parts.map(({ access }) => access))];
}

describe('the page for users', () => {
  it('has blocks of each kind', () => {
    expect([...new Set(blocks.map(({ kind }) => kind))].sort()).toEqual([
      '',
      'columns',
      'index',
      'mistakes',
      'objects',
      'results',
      'signature',
    ]);
  });

  describe('shows filters on Records that find some and not all', () => {
    it.each(filtersOf(kind => kind !== 'results' && kind !== 'mistakes'))(
      '%s',
      text => {
        const { matching, all } = countMatching(text, 'records');
        expect(matching).toBeGreaterThan(0);
        expect(matching).toBeLessThan(all);
      },
    );
  });

  describe('shows filters on Results that find some and not all', () => {
    it.each(filtersOf(kind => kind === 'results'))('%s', text => {
      const { matching, all } = countMatching(text, 'results');
      expect(matching).toBeGreaterThan(0);
      expect(matching).toBeLessThan(all);
    });
  });

  describe.each(['index', 'columns', 'signature', 'objects'])(
    'says what is answered from %s',
    access => {
      it.each(filtersOf(kind => kind === access))('%s', text => {
        expect(accessOf(text, 'postgres')).toEqual([access]);
        expect(accessOf(text, 'sqlite')).toEqual([access]);
      });
    },
  );

  describe('shows mistakes with what would mend them', () => {
    it.each(
      filtersOf(kind => kind === 'mistakes').map(line => line.split(/ +\/\/ /)),
    )('%s // %s', (text, hint) => {
      expect(() => parseFilter(text, 'records')).toThrow(`. ${hint}`);
    });
  });
});
