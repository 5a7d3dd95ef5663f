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

import {
  createTestStores,
  POSTGRES_DATABASES,
} from '../../__testUtils__/databases';
import { parseFilter } from '../../filter';

describe.each(POSTGRES_DATABASES)('conditions on attributes on %s', id => {
  it.each([
    (label: string) => `${label} == "v"`,
    (label: string) => `has(${label})`,
    (label: string) => `!(${label} == "v")`,
  ])('are not planned as so many joins: %s', async condition => {
    const { db, stores } = await createTestStores(id);
    await db('attribute_pairs').insert(
      Array.from({ length: 40 }, (_, n) => ({
        type: 'label',
        key: `k${n}`,
        value: 'v',
      })),
    );
    const filter = parseFilter(
      Array.from({ length: 40 }, (_, n) =>
        condition(`data.metadata.labels.k${n}`),
      ).join(' && '),
      'records',
    );
    const statements: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await stores.results.listRecords({ view: {}, filter, limit: 10 });
    const joined = statements.map(
      sql =>
        (sql.match(/seq in \(select/g) ?? []).length +
        (sql.match(/exists \((?!.*? limit 1 offset 0\))/g) ?? []).length,
    );
    expect(Math.max(...joined)).toBeLessThanOrEqual(8);
    expect(
      statements.filter(sql => sql.includes('limit 1 offset 0')),
    ).not.toHaveLength(0);
    await stores.close();
  });
});
