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

import { isError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { FilterError, MAX_FILTER_BYTES, parseFilter } from '../../filter';
import type { Stores } from '../createStores';
import { HOSTILE_FILTERS, HOSTILE_TEXTS } from './__testUtils__/hostileFilters';

/** A CEL text of any characters. */
function quoted(text: string): string {
  return `"${[...text]
    .map(character =>
      /[\p{L}\w .]/u.test(character)
        ? character
        : `\\U${character.codePointAt(0)?.toString(16).padStart(8, '0')}`,
    )
    .join('')}"`;
}

/** Filters in which a text stands wherever a text can. */
const TEMPLATES: ReadonlyArray<(text: string) => string> = [
  text => `name == ${text}`,
  text => `data.metadata.name == ${text}`,
  text => `data.metadata.name != ${text}`,
  text => `data.metadata.name in [${text}, "x"]`,
  text => `data.metadata.name.contains(${text})`,
  text => `data.metadata.name.startsWith(${text})`,
  text => `data.metadata.name.endsWith(${text})`,
  text => `data.metadata.name < ${text}`,
  text => `name + ${text} == ${text}`,
  text => `data.metadata.labels[${text}] == ${text}`,
  text => `data.metadata.labels[${text}].startsWith(${text})`,
  text => `${text} in data.metadata.labels`,
  text => `data.metadata.annotations[${text}] == ${text}`,
  text => `data.spec.params.exists(p, p.name == ${text} && p.value == ${text})`,
  text => `data[${text}][${text}] == ${text}`,
  text => `data.status.startTime > ${text}`,
];

/** Which and how many columns have the bits of a value depends on the value. */
function withoutSignatures(statement: string): string {
  return statement
    .replace(/[()]/g, '')
    .replace(/\$\d+/g, '?')
    .replace(
      /(t\.sig\d & cast\S+ as bigint = cast\S+ as bigint( and )?)+/g,
      'signature ',
    );
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'hostile filters on %s',
  id => {
    let db: Knex;
    let stores: Stores;
    let statements: Array<{ sql: string }> = [];

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      await storeDocuments(
        db,
        HOSTILE_TEXTS.map((text, index) => ({
          parent: 'team',
          result: 'r1',
          name: `n${index}`,
          dataType: 'example.com/v1.Thing',
          data: {
            metadata: {
              name: text,
              labels: { [text]: text },
              annotations: { [text]: text },
            },
            spec: { params: [{ name: text, value: text }] },
            [text]: { [text]: text },
          },
        })),
      );
      db.on('query', (query: { sql: string }) => statements.push(query));
    });
    beforeEach(() => {
      statements = [];
    });
    afterAll(() => stores.close());

    const list = async (text: string) => {
      const { items } = await stores.results.listRecords({
        view: {},
        filter: parseFilter(text, 'records'),
        limit: 100,
      });
      return items.map(({ name }) => name.replace(/.*\//, ''));
    };

    const written = HOSTILE_TEXTS.map(
      (text, index) => [JSON.stringify(text), text, index] as const,
    );
    const isHalf = (text: string) => /\p{Surrogate}/u.test(text);
    const lookUps = [1, 9, 12, 13, 14].map(index => TEMPLATES[index]);

    it.each(written.filter(([, text]) => !isHalf(text)))(
      'finds what has the text %s, and nothing else',
      async (_, text, index) => {
        for (const template of lookUps) {
          expect(await list(template(quoted(text)))).toEqual([`n${index}`]);
        }
      },
    );

    it.each(written.filter(([, text]) => isHalf(text)))(
      'refuses %s, half of a character',
      async (_, text) => {
        for (const template of lookUps) {
          await expect(list(template(quoted(text)))).rejects.toThrow(
            FilterError,
          );
        }
      },
    );

    it.each(TEMPLATES.map((template, index) => [template('…'), index]))(
      'sends the same statements whatever stands in %s',
      async (_, index) => {
        const template = TEMPLATES[Number(index)];
        const shapes = new Set<string>();
        for (const text of [
          'plain',
          "it's",
          '" or 1 = 1 --',
          '%_',
          '$1 ? ??',
        ]) {
          statements = [];
          await list(template(quoted(text)));
          const sent = statements.map(({ sql }) => sql).join('\n');
          // A pair that no object has is not looked for, and the bits of a
          // signature lie in one column or another.
          shapes.add(
            sent.includes('1 = 0') ? 'nothing' : withoutSignatures(sent),
          );
          expect(sent).not.toContain("it's");
          expect(sent).not.toContain('or 1 = 1');
        }
        shapes.delete('nothing');
        expect(shapes.size).toBeLessThanOrEqual(1);
      },
    );

    it.each(HOSTILE_FILTERS)('answers %s, or refuses it', async (_, text) => {
      const answer = await list(text).catch((error: unknown) => error);
      const outcome =
        isError(answer) && /FilterError|InputError/.test(answer.name)
          ? [answer.message]
          : answer;
      expect(outcome).toEqual(expect.any(Array));
    });

    it('refuses what is too long before reading it', () => {
      expect(() => parseFilter('1'.repeat(1_000_000), 'records')).toThrow(
        `longer than ${MAX_FILTER_BYTES} bytes`,
      );
      expect(() =>
        parseFilter(`"${'é'.repeat(5_000)}" == name`, 'records'),
      ).toThrow(FilterError);
    });
  },
);
