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

import type { JsonObject, JsonValue } from '@backstage/types';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  recordedRunEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { EVERYTHING } from '../AccessFilter';
import type { CapturedRun } from '../CapturedRun';
import type { Stores } from '../createStores';
import type { ImportedRecord, ImportedResult } from '../ResultImporter';
import type { ResultContent } from '../ResultWriter';

jest.setTimeout(60_000);

const OPTIONS = { cluster: TEST_CLUSTER };
const VIEW = { cluster: TEST_CLUSTER };
const NAME = { parent: 'shop', result: 'r1' };
const CREATED = Date.UTC(2024, 1, 3, 4, 5, 6, 789);
const UPDATED = CREATED + 60_000;
const UID = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
const OTHER_UID = '0b5e3c2a-1111-4222-8333-444455556666';

function result(changes: Partial<ImportedResult> = {}): ImportedResult {
  return {
    name: NAME,
    uid: UID,
    etag: `${UID}-1706933106789123456`,
    createTime: CREATED,
    updateTime: UPDATED,
    content: { annotations: { from: 'upstream' } },
    ...changes,
  };
}

function record(
  payload: JsonValue,
  changes: Partial<ImportedRecord> & { type?: string } = {},
): ImportedRecord {
  const { type = 'example.com/v1.Thing', ...others } = changes;
  return {
    name: { ...NAME, record: 'n1' },
    uid: UID,
    etag: `${UID}-1706933106789123456`,
    createTime: CREATED,
    updateTime: UPDATED,
    // As PostgreSQL prints jsonb.
    data: {
      type,
      payload,
      json: Buffer.from(JSON.stringify(payload, null, 1)),
    },
    ...others,
  };
}

function recordOf(
  { group, payload, dataType }: CapturedRun,
  changes: Partial<ImportedRecord> = {},
): ImportedRecord {
  return record(payload, {
    name: group,
    uid: undefined,
    type: dataType,
    ...changes,
  });
}

function statesOf(name: string) {
  return recordedRunEvents().filter(
    ({ captured }) => captured.facts.name === name,
  );
}

async function everything(db: Knex) {
  return Promise.all(
    ['results', 'records', 'record_payloads', 'record_attributes'].map(table =>
      db(table).select('*'),
    ),
  );
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseResultImporter on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
    });

    async function importResult(of: CapturedRun) {
      await stores.importer.importResults(
        [result({ name: of.group, uid: undefined, etag: undefined })],
        OPTIONS,
      );
    }

    describe('with Results', () => {
      it('keeps what they had', async () => {
        const summary = {
          record: 'shop/results/r1/records/n1',
          type: 'tekton.dev/v1beta1.PipelineRun',
          startTime: CREATED,
          startMicros: 321,
          status: 'SUCCESS' as const,
          annotations: { foo: 'bar' },
        };
        const outcomes = await stores.importer.importResults(
          [result({ content: { annotations: { a: '1' }, summary } })],
          OPTIONS,
        );
        expect(outcomes).toEqual(['added']);
        expect(await stores.results.getResult(VIEW, NAME)).toEqual({
          name: 'shop/results/r1',
          uid: UID,
          etag: `${UID}-1706933106789123456`,
          createTime: CREATED,
          updateTime: UPDATED,
          annotations: { a: '1' },
          summary: { ...summary, endTime: undefined, endMicros: 0 },
        });
      });

      it('makes uid and etag where they cannot be kept', async () => {
        const others = [
          result({ name: { ...NAME, result: 'same-uid' } }),
          result({ name: { ...NAME, result: 'no-uid' }, uid: undefined }),
          result({
            name: { ...NAME, result: 'odd-etag' },
            uid: OTHER_UID,
            etag: 'W/1',
          }),
        ];
        await stores.importer.importResults([result()], OPTIONS);
        await stores.importer.importResults(others, OPTIONS);
        const rows: Array<{ name: string; uid: string; etag: string }> =
          await db('results').orderBy('seq').select('name', 'uid', 'etag');
        expect(new Set(rows.map(({ uid }) => uid)).size).toBe(4);
        for (const { etag } of rows) {
          expect(etag).toMatch(/^\d{19}$/);
        }
        expect(rows[3]).toEqual({
          name: 'odd-etag',
          uid: OTHER_UID,
          etag: `${UPDATED}000000`,
        });
      });

      it('takes what was updated in a time that no etag can tell', async () => {
        const updateTime = Date.UTC(2300, 0);
        await stores.importer.importResults(
          [result({ updateTime, etag: undefined })],
          OPTIONS,
        );
        const [first] = await db('results').select('uid', 'etag');
        expect(first.etag).toBe('8999999999999999999');
        await stores.importer.importResults(
          [
            result({
              updateTime: updateTime + 1,
              etag: undefined,
              content: { annotations: { from: 'later' } },
            }),
          ],
          OPTIONS,
        );
        expect(await db('results').pluck('etag')).toEqual([
          '9000000000000000000',
        ]);
      });

      it('adds to those that are there; what was updated last is right', async () => {
        await stores.writer.createResult(
          { ...NAME, cluster: TEST_CLUSTER },
          { annotations: { from: 'here', ours: '1' } },
        );
        const older = result({
          content: { annotations: { from: 'upstream', theirs: '1' } },
        });
        expect(await stores.importer.importResults([older], OPTIONS)).toEqual([
          'updated',
        ]);
        expect(await stores.results.getResult(VIEW, NAME)).toMatchObject({
          annotations: { from: 'here', ours: '1', theirs: '1' },
          createTime: TEST_NOW,
          updateTime: TEST_NOW,
        });
        const newer = result({ updateTime: TEST_NOW + 1 });
        expect(await stores.importer.importResults([newer], OPTIONS)).toEqual([
          'updated',
        ]);
        expect(await stores.results.getResult(VIEW, NAME)).toMatchObject({
          annotations: { from: 'upstream', ours: '1', theirs: '1' },
          updateTime: TEST_NOW + 1,
        });
        for (const again of [older, newer]) {
          expect(await stores.importer.importResults([again], OPTIONS)).toEqual(
            ['present'],
          );
        }
      });

      it('never replaces a summary that has an end', async () => {
        const summary = {
          record: 'shop/results/r1/records/n1',
          type: 't',
          status: 'UNKNOWN' as const,
          annotations: {},
        };
        const ended = {
          ...summary,
          endTime: CREATED,
          status: 'FAILURE' as const,
        };
        const statusAfter = async (
          updateTime: number,
          next: ResultContent['summary'],
        ) => {
          await stores.importer.importResults(
            [
              result({
                updateTime,
                content: { annotations: {}, summary: next },
              }),
            ],
            OPTIONS,
          );
          const stored = await stores.results.getResult(VIEW, NAME);
          return stored?.summary?.status;
        };
        expect(await statusAfter(UPDATED, summary)).toBe('UNKNOWN');
        expect(await statusAfter(UPDATED + 1, ended)).toBe('FAILURE');
        expect(await statusAfter(UPDATED + 2, summary)).toBe('FAILURE');
      });
    });

    describe('with Records', () => {
      it('keeps what they had, byte by byte', async () => {
        await stores.importer.importResults([result()], OPTIONS);
        const imported = record({ any: 'thing' });
        expect(
          await stores.importer.importRecords([imported], OPTIONS),
        ).toEqual(['added']);
        expect(await stores.results.getRecord(VIEW, imported.name)).toEqual({
          cluster: TEST_CLUSTER,
          name: 'shop/results/r1/records/n1',
          uid: UID,
          etag: `${UID}-1706933106789123456`,
          createTime: CREATED,
          updateTime: UPDATED,
          data: {
            type: 'example.com/v1.Thing',
            json: Buffer.from('{\n "any": "thing"\n}'),
          },
        });
      });

      it('says which have no Result', async () => {
        expect(
          await stores.importer.importRecords([record({})], OPTIONS),
        ).toEqual(['resultMissing']);
        expect(await db('records').select('*')).toEqual([]);
      });

      it('takes those without an object', async () => {
        await stores.importer.importResults([result()], OPTIONS);
        const empty = record({}, { data: undefined });
        for (const outcome of ['added', 'present']) {
          expect(await stores.importer.importRecords([empty], OPTIONS)).toEqual(
            [outcome],
          );
        }
      });

      it('replaces older ones that hold no run', async () => {
        await stores.importer.importResults([result()], OPTIONS);
        const first = record({ state: 1 });
        const second = record(
          { state: 2 },
          { updateTime: UPDATED + 5, etag: `${UID}-1706933206789123456` },
        );
        for (const [imported, outcome] of [
          [first, 'added'],
          [second, 'updated'],
          [second, 'present'],
          [first, 'present'],
        ] as const) {
          expect(
            await stores.importer.importRecords([imported], OPTIONS),
          ).toEqual([outcome]);
        }
        const stored = await stores.results.getRecord(VIEW, first.name);
        expect(stored).toMatchObject({
          uid: UID,
          etag: second.etag,
          createTime: CREATED,
          updateTime: UPDATED + 5,
          data: second.data && { json: second.data.json },
        });
      });

      it('changes nothing when it is repeated', async () => {
        const captured = lastRecordedEvents().map(event => event.captured);
        const results = new Map(
          captured.map(({ group: { parent, result: name } }) => [
            `${parent}/${name}`,
            result({ name: { parent, result: name }, uid: undefined }),
          ]),
        );
        const records = captured.map(run => recordOf(run));
        const outcomes = async () => [
          ...(await stores.importer.importResults(
            [...results.values()],
            OPTIONS,
          )),
          ...(await stores.importer.importRecords(records, OPTIONS)),
        ];
        expect(new Set(await outcomes())).toEqual(new Set(['added']));
        const before = await everything(db);
        expect(new Set(await outcomes())).toEqual(new Set(['present']));
        expect(await everything(db)).toEqual(before);
      });

      it('writes nothing in a dry run, which needs no Results', async () => {
        const options = { ...OPTIONS, dryRun: true };
        const [{ captured }] = lastRecordedEvents();
        expect([
          await stores.importer.importResults([result()], options),
          await stores.importer.importRecords([recordOf(captured)], options),
        ]).toEqual([['added'], ['added']]);
        expect((await everything(db)).flat()).toEqual([]);
      });

      it('sets those apart that the database refuses', async () => {
        await stores.importer.importResults([result()], OPTIONS);
        const records = Array.from({ length: 5 }, (_, index) =>
          record(index, {
            name: {
              ...NAME,
              // What the types rule out, a row cannot be without.
              record: index === 3 ? (null as unknown as string) : `n${index}`,
            },
            uid: undefined,
          }),
        );
        expect(await stores.importer.importRecords(records, OPTIONS)).toEqual([
          'added',
          'added',
          'added',
          'refused',
          'added',
        ]);
      });
    });

    describe('with Records of runs', () => {
      const [{ scope, captured }] = statesOf('lint-evt').slice(-1);
      const [{ captured: unfinished }] = statesOf('lint-evt');

      it('lists them as gone until the watcher finds them in the cluster', async () => {
        await importResult(captured);
        await stores.importer.importRecords([recordOf(captured)], OPTIONS);
        const goneAt = async () => {
          const [run] = (await stores.runs.list({ query: {}, limit: 2 })).runs;
          expect(run).toMatchObject({
            name: 'lint-evt',
            status: captured.facts.status,
          });
          return run.goneAt;
        };
        expect(await goneAt()).toBe(new Date(TEST_NOW).toISOString());
        expect(await stores.capture.liveRuns(scope)).toEqual(new Map());
        await stores.capture.record(scope, [
          { ...captured, sighting: 'listed' },
        ]);
        expect(await goneAt()).toBeUndefined();
      });

      it('keeps the type of v1beta1, and promotes its fields', async () => {
        const old = {
          ...captured.payload,
          apiVersion: 'tekton.dev/v1beta1',
        } as JsonObject;
        await importResult(captured);
        await stores.importer.importRecords(
          [
            recordOf({
              ...captured,
              payload: old,
              dataType: `tekton.dev/v1beta1.${captured.facts.kind}`,
            }),
          ],
          OPTIONS,
        );
        expect(
          await db('records').select('data_type', 'status', 'run_name', 'kind'),
        ).toEqual([
          {
            data_type: `tekton.dev/v1beta1.${captured.facts.kind}`,
            status: captured.facts.status,
            run_name: 'lint-evt',
            kind: captured.facts.kind,
          },
        ]);
      });

      it.each(['its', 'another'])(
        'leaves those alone whose end is captured, under %s name',
        async whose => {
          await stores.capture.record(scope, [captured]);
          const before = await everything(db);
          const name = { ...captured.group };
          if (whose === 'another') {
            name.record = 'other';
          }
          const newer = recordOf(captured, { name, updateTime: TEST_NOW + 1 });
          expect(await stores.importer.importRecords([newer], OPTIONS)).toEqual(
            ['present'],
          );
          expect(await everything(db)).toEqual(before);
        },
      );

      it('ends those whose end was not seen', async () => {
        await stores.capture.record(scope, [
          { ...unfinished, sighting: 'deleted' },
        ]);
        expect(
          await stores.importer.importRecords([recordOf(captured)], OPTIONS),
        ).toEqual(['updated']);
        const run = await stores.runs.get({
          cluster: TEST_CLUSTER,
          uid: captured.facts.uid,
        });
        expect(run?.summary).toMatchObject({
          status: captured.facts.status,
          goneAt: expect.any(String),
        });
        expect(run?.payload).toEqual(captured.payload);
        expect(
          await stores.importer.importRecords([recordOf(captured)], OPTIONS),
        ).toEqual(['present']);
      });

      it('keeps those in the trees of their pins that lose their owners', async () => {
        const object = (
          kind: 'PipelineRun' | 'TaskRun',
          rest: { version: number; isOver: boolean; owner?: string },
        ) => ({
          apiVersion: 'tekton.dev/v1',
          kind,
          metadata: {
            name: kind.toLowerCase(),
            namespace: NAME.parent,
            uid: `uid-${kind}`,
            resourceVersion: String(rest.version),
            creationTimestamp: new Date(CREATED).toISOString(),
            ...(rest.owner && {
              ownerReferences: [
                { kind: 'PipelineRun', name: 'p', uid: rest.owner },
              ],
            }),
          },
          spec: {},
          status: {
            conditions: [
              {
                type: 'Succeeded',
                status: rest.isOver ? 'True' : 'Unknown',
              },
            ],
          },
        });
        const run = (payload: ReturnType<typeof object>) =>
          record(payload, {
            uid: undefined,
            name: { ...NAME, record: payload.metadata.name },
            type: `tekton.dev/v1.${payload.kind}`,
          });
        const owner = 'uid-PipelineRun';
        await stores.importer.importResults([result()], OPTIONS);
        await stores.importer.importRecords(
          [
            run(object('PipelineRun', { version: 3, isOver: true })),
            run(object('TaskRun', { version: 3, isOver: false, owner })),
          ],
          OPTIONS,
        );
        await stores.pins.pin({
          cluster: TEST_CLUSTER,
          uid: owner,
          actor: 'user:default/ada',
          reason: 'evidence',
        });
        expect(
          await stores.importer.importRecords(
            [run(object('TaskRun', { version: 9, isOver: true }))],
            OPTIONS,
          ),
        ).toEqual(['updated']);
        expect(
          await db('records')
            .where({ run_uid: 'uid-TaskRun' })
            .first('owner_run_uid', 'root', 'status'),
        ).toEqual({ owner_run_uid: owner, root: 0, status: 'succeeded' });
        const { runs } = await stores.retention.expiring(
          { within: EVERYTHING },
          { limit: 10 },
        );
        expect(runs).toEqual([]);
      });

      it('leaves those alone that were captured in a newer state', async () => {
        const [first, second] = statesOf('lint-evt');
        await stores.capture.record(scope, [second.captured]);
        expect(
          await stores.importer.importRecords(
            [recordOf(first.captured, { updateTime: TEST_NOW + 1 })],
            OPTIONS,
          ),
        ).toEqual(['present']);
      });

      it('calls those incomplete that have not ended', async () => {
        await importResult(unfinished);
        await stores.importer.importRecords([recordOf(unfinished)], OPTIONS);
        expect(await db('records').pluck('status')).toEqual(['incomplete']);
      });

      it('stores one once that has several names at the same time', async () => {
        await importResult(captured);
        expect(
          await stores.importer.importRecords(
            [
              recordOf(captured),
              recordOf(captured, { name: { ...captured.group, record: 'n2' } }),
              recordOf(captured, { name: { ...captured.group, record: 'n3' } }),
            ],
            OPTIONS,
          ),
        ).toEqual(['added', 'present', 'present']);
      });

      it('never takes the name of another one', async () => {
        await stores.capture.record(scope, [captured]);
        const [{ captured: other }] = statesOf('scan-evt');
        expect(
          await stores.importer.importRecords(
            [
              recordOf(other, {
                name: captured.group,
                updateTime: TEST_NOW + 1,
              }),
            ],
            OPTIONS,
          ),
        ).toEqual(['nameTaken']);
        expect(await db('records').pluck('run_name')).toEqual(['lint-evt']);
      });
    });

    describe('with runs that retention has removed', () => {
      const [{ captured }] = statesOf('lint-evt').slice(-1);
      const [{ captured: other }] = statesOf('scan-evt').slice(-1);
      const group = { ...captured.group };
      const results = [
        result({
          name: group,
          uid: undefined,
          content: {
            annotations: {},
            summary: {
              record: `${group.parent}/results/${group.result}/records/${group.record}`,
              type: captured.dataType,
              status: 'SUCCESS',
              annotations: {},
            },
          },
        }),
      ];
      const beside = (name: string, type: string, payload: JsonObject) =>
        record(payload, {
          name: { ...group, record: name },
          uid: undefined,
          type: `results.tekton.dev/${type}`,
        });
      const { uid } = captured.facts;
      const told = [
        beside('log', 'v1alpha3.Log', { spec: { resource: { uid } } }),
        beside('events', 'v1.EventList', {
          items: [{}, { involvedObject: { uid } }],
        }),
        beside('old-log', 'v1alpha2.Log', { spec: {} }),
      ];
      const records = [recordOf(captured), ...told];

      async function removeAll() {
        const { runs } = await stores.retention.expiring(
          { within: EVERYTHING },
          { limit: 100 },
        );
        await stores.retention.remove(runs, { policy: 'old' });
      }

      async function importAll(
        all: readonly ImportedRecord[] = records,
        options: { evenRemoved?: boolean; dryRun?: boolean } = {},
      ) {
        return [
          await stores.importer.importResults(results, {
            ...OPTIONS,
            ...options,
          }),
          await stores.importer.importRecords(all, { ...OPTIONS, ...options }),
        ];
      }

      beforeEach(async () => {
        await importAll();
        await removeAll();
      });

      it.each([{}, { dryRun: true }])(
        'leaves them out, and what tells of them (%j)',
        async options => {
          expect(await importAll(records, options)).toEqual([
            ['removed'],
            ['removed', 'removed', 'removed', 'removed'],
          ]);
          expect((await everything(db)).flat()).toEqual([]);
        },
      );

      it('leaves them out under any name, but not in other namespaces', async () => {
        const renamed = { ...group, record: 'renamed' };
        const elsewhere = { ...group, parent: 'elsewhere' };
        await stores.importer.importResults(
          [{ ...results[0], name: elsewhere }],
          OPTIONS,
        );
        expect(
          await stores.importer.importRecords(
            [
              recordOf(captured, { name: renamed }),
              recordOf(captured, { name: elsewhere }),
            ],
            OPTIONS,
          ),
        ).toEqual(['removed', 'added']);
        expect(
          await stores.importer.importResults(results, { cluster: 'other' }),
        ).toEqual(['added']);
      });

      it('takes other runs of their Results, which are asked for once more', async () => {
        const young = recordOf(other, {
          name: { ...group, record: 'young' },
        });
        const log = beside('young-log', 'v1alpha3.Log', {
          spec: { resource: { uid: other.facts.uid } },
        });
        const some = [young, log, ...records];
        expect(await importAll(some)).toEqual([
          ['removed'],
          ['resultMissing', 'removed', ...records.map(() => 'removed')],
        ]);
        expect(await importAll(some, { evenRemoved: true })).toEqual([
          ['added'],
          // Of what it tells, the third one does not say.
          ['added', 'added', 'removed', 'removed', 'removed', 'added'],
        ]);
        const stored = await stores.results.getResult(VIEW, group);
        expect(stored).toMatchObject({ annotations: {}, summary: undefined });
      });

      it('brings those up to date that a client has brought back', async () => {
        const [{ captured: first }] = statesOf('lint-evt');
        const name = { cluster: TEST_CLUSTER, ...group };
        await stores.writer.createResult(name, { annotations: {} });
        await stores.writer.createRecord(name, {
          type: first.dataType,
          payload: first.payload,
          json: Buffer.from(JSON.stringify(first.payload)),
        });
        expect(await importAll()).toEqual([
          ['updated'],
          ['updated', 'added', 'added', 'added'],
        ]);
        await removeAll();
        expect((await everything(db)).flat()).toEqual([]);
      });

      it('takes them again when their tombstones have ended', async () => {
        expect((await everything(db)).flat()).toEqual([]);
        await stores.retention.removeTombstones({
          before: TEST_NOW + 1,
          limit: 10,
        });
        expect(await importAll()).toEqual([
          ['added'],
          ['added', 'added', 'added', 'added'],
        ]);
      });
    });
  },
);
