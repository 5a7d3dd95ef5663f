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

import fc from 'fast-check';
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import {
  createTestStores,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  storeDocuments,
  type TestDocument,
} from '../../__testUtils__/storeDocuments';
import {
  compileFilter,
  parseFilter,
  type CelValue,
  type Filter,
} from '../../filter';
import {
  decideOnPlace,
  EVERYTHING,
  NOTHING,
  type AccessFilter,
} from '../AccessFilter';

const LONG_VALUE = 'x'.repeat(300);

const KINDS = ['PipelineRun', 'TaskRun'];
const LABEL_SETS: Array<Record<string, unknown> | undefined> = [
  undefined,
  {},
  { app: 'shop' },
  { app: 'shop', team: 'a', 'tekton.dev/pipeline': 'build' },
  { app: 'pay', 'tekton.dev/pipelineRun': 'run-1' },
  { app: LONG_VALUE, 'tekton.dev/pipeline': 'root' },
  { app: 7 },
  { team: null, app: 'it\'s "quoted" \\ \u00e9' },
];

/** Not always is the condition that runs are judged by the first. */
const CONDITION_SETS: Array<Array<Record<string, unknown>> | undefined> = [
  undefined,
  [],
  [{ type: 'Succeeded', status: 'True', reason: 'Succeeded' }],
  [{ type: 'Succeeded', status: 'False', reason: 'Failed' }],
  [
    { type: 'Other', status: 'True', reason: 'Completed' },
    { type: 'Succeeded', status: 'False', reason: 'Failed' },
  ],
  [
    { type: 'Other', status: 'True' },
    { type: 'Succeeded', status: 'False', reason: 'Failed' },
  ],
  [{ type: 'Succeeded', status: 'False', reason: null }],
  [{ type: 'Succeeded', status: 'False', reason: 7 }],
];

/** Results with a run at the root, a run that it owns, and what tells of them. */
const DOCUMENTS: TestDocument[] = ['east', 'west'].flatMap(cluster =>
  ['a', 'b'].flatMap(parent =>
    LABEL_SETS.flatMap((labels, index): TestDocument[] => {
      const result = `result-${index}`;
      const place = { cluster, parent, result };
      const metadata = (name: string) => ({
        name,
        namespace: parent,
        uid: `${cluster}-${parent}-${index}-${name}`,
        creationTimestamp: '2026-11-01T10:00:00Z',
        ...(labels && { labels, annotations: labels }),
      });
      return [
        {
          ...place,
          name: 'root',
          dataType: 'tekton.dev/v1.PipelineRun',
          data: {
            apiVersion: 'tekton.dev/v1',
            kind: KINDS[0],
            metadata: metadata('root'),
            status: { conditions: CONDITION_SETS[index] },
          },
        },
        {
          ...place,
          name: 'owned',
          dataType: 'tekton.dev/v1.TaskRun',
          data: {
            apiVersion: 'tekton.dev/v1',
            kind: KINDS[1],
            metadata: {
              ...metadata('owned'),
              ownerReferences: [
                {
                  apiVersion: 'tekton.dev/v1',
                  kind: 'PipelineRun',
                  name: 'root',
                  uid: metadata('root').uid,
                },
              ],
            },
          },
        },
        {
          ...place,
          name: 'log',
          dataType: 'results.tekton.dev/v1alpha3.Log',
          data: { kind: 'Log', metadata: metadata('root') },
        },
      ];
    }),
  ),
);

function nameOf({ cluster, parent, result, name }: TestDocument): string {
  return `${cluster}/${parent}/${result}/${name}`;
}

/** What an object says, as far as accesses ask. */
function valuesOf(access: AccessFilter, data: any): string[] {
  const { kind, key } = access as { kind: string; key?: string };
  if (kind === 'pipeline') {
    const { run } = parseRunObject(data);
    const pipeline = run && runFacts(run).pipeline;
    return pipeline === undefined ? [] : [pipeline];
  }
  const ofRun =
    kind === 'reason' ? data.status?.conditions?.[0]?.reason : data.kind;
  const value = key ? data.metadata[`${kind}s`]?.[key] : ofRun;
  return value === undefined || value === null ? [] : [String(value)];
}

/** The truth, read off the object. Undefined: the object does not say. */
function within(
  access: AccessFilter,
  document: TestDocument,
): boolean | undefined {
  switch (access.kind) {
    case 'allOf':
    case 'anyOf': {
      const decisive = access.kind === 'anyOf';
      const parts = access.parts.map(part => within(part, document));
      if (parts.includes(decisive)) {
        return decisive;
      }
      return parts.includes(undefined) ? undefined : !decisive;
    }
    case 'not': {
      const part = within(access.part, document);
      return part === undefined ? undefined : !part;
    }
    case 'cluster':
      return access.values.includes(document.cluster ?? '');
    case 'namespace':
      return access.values.includes(document.parent);
    case 'dataType':
      return access.values.includes(document.dataType);
    case 'filter':
      return document.name === 'log'
        ? undefined
        : matches(access.filter, document);
    default: {
      if (document.name === 'log') {
        return undefined;
      }
      const values = valuesOf(access, document.data);
      const wanted = 'values' in access ? access.values : undefined;
      return values.some(value => wanted?.includes(value) ?? true);
    }
  }
}

const FILTERS = [
  'data.metadata.labels["app"] == "shop"',
  '!(data.metadata.labels["app"] == "shop") && parent == "a"',
  'data.metadata.name.startsWith("ro")',
  'data.metadata.annotations["team"].size() > 0',
];

/** The filter as it is evaluated on an object. */
function matches(filter: Filter, document: TestDocument): boolean {
  const { cluster, parent, data } = document;
  // Parsed JSON is made of CEL values, which its type does not know.
  const variables: Record<string, CelValue> = { cluster, parent, data } as any;
  return compileFilter(filter.expression)(name => variables[name]);
}

const leaves: fc.Arbitrary<AccessFilter> = fc.oneof(
  fc.record({
    kind: fc.constant('cluster' as const),
    values: fc.subarray(['east', 'west', 'none']),
  }),
  fc.record({
    kind: fc.constant('namespace' as const),
    values: fc.subarray(['a', 'b', 'none']),
  }),
  fc.record({
    kind: fc.constant('objectKind' as const),
    values: fc.subarray([...KINDS, 'Other']),
  }),
  fc.record({
    kind: fc.constant('reason' as const),
    values: fc.subarray(['Succeeded', 'Completed', 'Failed', '7', 'None']),
  }),
  fc.record({
    kind: fc.constant('pipeline' as const),
    values: fc.subarray(['build', 'root', 'none']),
  }),
  fc.record({
    kind: fc.constant('dataType' as const),
    values: fc.subarray([
      'tekton.dev/v1.TaskRun',
      'results.tekton.dev/v1alpha3.Log',
    ]),
  }),
  fc.record({
    kind: fc.constant('filter' as const),
    filter: fc.constantFrom(
      ...FILTERS.map(text => parseFilter(text, 'records')!),
    ),
  }),
  fc.record(
    {
      kind: fc.constantFrom('label' as const, 'annotation' as const),
      key: fc.constantFrom(
        'app',
        'team',
        'tekton.dev/pipelineRun',
        'none',
        "o'hara",
      ),
      values: fc.subarray([
        'shop',
        'pay',
        'a',
        '7',
        'run-1',
        LONG_VALUE,
        'it\'s "quoted" \\ \u00e9',
        "' or '1'='1",
      ]),
    },
    { requiredKeys: ['kind', 'key'] },
  ),
);

const accesses = fc.letrec<{ access: AccessFilter }>(tie => ({
  access: fc.oneof(
    { maxDepth: 3 },
    leaves,
    fc.record({
      kind: fc.constantFrom('allOf' as const, 'anyOf' as const),
      parts: fc.array(tie('access'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), part: tie('access') }),
  ),
})).access;

async function startArchive(id: TestDatabaseId) {
  const { db, stores } = await createTestStores(id);
  await storeDocuments(db, DOCUMENTS);
  await db('results').insert({
    uid: '00000000-0000-4000-8000-000000000001',
    cluster: 'east',
    parent: 'a',
    name: 'empty',
    annotations: '{}',
    etag: '1',
    create_time: new Date(0),
    update_time: new Date(0),
  });
  return { db, stores };
}

describe.each(TESTED_DATABASES.eachSupportedId())('access on %s', id => {
  let archive: Awaited<ReturnType<typeof startArchive>>;

  beforeAll(async () => {
    archive = await startArchive(id);
  });
  afterAll(() => archive.stores.close());

  async function listedRecords(access: AccessFilter, filter?: string) {
    const { items } = await archive.stores.results.listRecords({
      view: { access },
      limit: 1_000,
      filter: filter === undefined ? undefined : parseFilter(filter, 'records'),
    });
    return items.map(({ uid }) => uid).sort();
  }

  async function uidsWhere(isWanted: (document: TestDocument) => boolean) {
    const rows: Array<Record<string, string>> = await archive.db
      .from('records as t')
      .join('results as g', 'g.seq', 't.result_seq')
      .select('t.uid', 't.cluster', 't.parent', 'g.name as result', 't.name');
    const names = new Set(DOCUMENTS.filter(isWanted).map(nameOf));
    return rows
      .filter(({ cluster, parent, result, name }) =>
        names.has(`${cluster}/${parent}/${result}/${name}`),
      )
      .map(({ uid }) => uid)
      .sort();
  }

  it('lists, counts and gets just the Records that are within', async () => {
    await fc.assert(
      fc.asyncProperty(accesses, async access => {
        const isWithin = (document: TestDocument) =>
          within(access, document) === true;
        expect(await listedRecords(access)).toEqual(await uidsWhere(isWithin));

        const { groups } = await archive.stores.summaries.summarize({
          view: { access },
          totalOnly: true,
        });
        expect(groups[0].total).toBe(DOCUMENTS.filter(isWithin).length);

        const document = DOCUMENTS[DOCUMENTS.length - 2];
        const record = await archive.stores.results.getRecord(
          { cluster: document.cluster, access },
          {
            parent: document.parent,
            result: document.result,
            record: document.name,
          },
        );
        expect(record !== undefined).toBe(isWithin(document));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps to the access and to the filter', async () => {
    await fc.assert(
      fc.asyncProperty(
        accesses,
        fc.constantFrom(
          'data.kind == "TaskRun"',
          '!(data.metadata.labels["app"] == "shop")',
          'data.metadata.uid.contains("root")',
          'true',
        ),
        async (access, filter) => {
          const all = new Set(await listedRecords(EVERYTHING, filter));
          expect(await listedRecords(access, filter)).toEqual(
            (await listedRecords(access)).filter(uid => all.has(uid)),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lists and gets just the Results that are within', async () => {
    await fc.assert(
      fc.asyncProperty(accesses, async access => {
        const { items } = await archive.stores.results.listResults({
          view: { access },
          limit: 1_000,
        });
        const rows: Array<Record<string, string>> = await archive
          .db('results')
          .select('uid', 'cluster', 'parent', 'name');
        const expected = rows.filter(({ cluster, parent, name }) => {
          const inside = DOCUMENTS.filter(
            document =>
              document.cluster === cluster &&
              document.parent === parent &&
              document.result === name,
          );
          const isWithin = (document: TestDocument) =>
            within(access, document) === true;
          return inside.length === 0
            ? decideOnPlace(access, { cluster, namespace: parent }) === true
            : inside.some(isWithin) &&
                inside
                  .filter(document => document.name === 'root')
                  .every(isWithin);
        });
        expect(items.map(({ uid }) => uid).sort()).toEqual(
          expected.map(({ uid }) => uid).sort(),
        );
        const result = await archive.stores.results.getResult(
          { cluster: 'west', access },
          { parent: 'b', result: 'result-3' },
        );
        expect(result !== undefined).toBe(
          expected.some(
            ({ cluster, parent, name }) =>
              cluster === 'west' && parent === 'b' && name === 'result-3',
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, AccessFilter, number]>([
    ['everything', EVERYTHING, DOCUMENTS.length],
    ['nothing', NOTHING, 0],
    [
      'not what has a label, nor what tells of such a run',
      { kind: 'not', part: { kind: 'label', key: 'app' } },
      2 * 2 * 2 * 2,
    ],
    [
      'what tells of runs in a namespace, if that is enough',
      {
        kind: 'anyOf',
        parts: [
          { kind: 'label', key: 'none' },
          { kind: 'namespace', values: ['a'] },
        ],
      },
      DOCUMENTS.length / 2,
    ],
  ])('lets %s pass', async (_, access, count) => {
    expect(await listedRecords(access)).toHaveLength(count);
  });

  it('does not let a filter tell of what it hides, not even by failing', async () => {
    const numbers = `[${Array.from({ length: 60 }, (_, n) => n).join(',')}]`;
    const expensive = `data.kind == "PipelineRun" && ${numbers}.map(x, ${numbers}.map(y, ${numbers}.map(z, x * y * z))).size() > 0`;
    await expect(listedRecords(EVERYTHING, expensive)).rejects.toThrow(
      'take too long',
    );
    const hidden = await archive.stores.results.listRecords({
      // Of annotations only the stored objects can tell.
      view: { access: { kind: 'annotation', key: 'none' } },
      limit: 10,
      filter: parseFilter(expensive, 'records'),
    });
    expect(hidden.items).toEqual([]);
  });
});
