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

import { TESTED_DATABASES } from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { openApi } from './__testUtils__/openApi';
import {
  decodeRecord,
  decodeRecordList,
  decodeResult,
  decodeResultList,
  type DecodedRecord,
} from './__testUtils__/strictDecoder';

jest.setTimeout(120_000);

/** As captured from `tkn-results`. */
const HEADERS = {
  Authorization: 'Bearer mock-user-token',
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'Accept-Encoding': 'gzip',
  'User-Agent': 'Go-http-client/1.1',
};
const LIST_FIELDS =
  'records.name,records.uid,records.create_time,records.update_time,records.data.value.metadata,records.data.value.status,next_page_token';
const LOG_FIELDS = 'records.name,records.uid,records.data.value';

type Kind = 'PipelineRun' | 'TaskRun';

interface RunObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: object;
  readonly status: {
    readonly conditions: object[];
    readonly startTime: string;
  };
}

const recorded = lastRecordedEvents().map(
  ({ event }) => event.object as unknown as RunObject,
);

/** The runs that a command should name, by their uids. */
function uidsOf(kind: Kind, which: (run: RunObject) => boolean): string[] {
  return recorded
    .filter(run => run.kind === kind && which(run))
    .map(run => run.metadata.uid)
    .sort();
}

function types(kind: Kind): string {
  return `(data_type=="tekton.dev/v1.${kind}" || data_type=="tekton.dev/v1beta1.${kind}")`;
}

const inShop = (run: RunObject) => run.metadata.namespace === 'shop';

const BASES = ['', `/clusters/${TEST_CLUSTER}`];

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what tkn-results asks of the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeAll(async () => {
      api = await openApi(databaseId);
      for (const { scope, captured } of lastRecordedEvents()) {
        await api.stores.capture.record(scope, [captured]);
      }
    });

    afterAll(() => api.close());

    describe.each(BASES)('with the API path %p', apiPath => {
      const P = `${apiPath}/apis/results.tekton.dev/v1alpha2/parents`;

      const get = (name: string) =>
        api.call('GET', `${P}/${name}`, undefined, HEADERS);

      /** A list call: its parameters again, in camelCase, as a body. */
      async function list(
        parent: string,
        parameters: Record<string, string | number | undefined>,
      ) {
        const given = Object.entries(parameters).filter(
          (entry): entry is [string, string | number] => entry[1] !== undefined,
        );
        const query = new URLSearchParams(
          given.map(([name, value]) => [name, String(value)]),
        );
        query.sort();
        const body = Object.fromEntries([
          ['parent', parent],
          ...given.map(([name, value]) => [
            name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
            value,
          ]),
        ]);
        const answer = await api.call(
          'GET',
          `${P}/${parent}/records?${query}`,
          body,
          HEADERS,
        );
        expect(answer.status).toBe(200);
        const page = decodeRecordList(answer.body, 'list');
        return { records: page.records ?? [], next: page.next_page_token };
      }

      const listCommand = (
        parent: string,
        filter: string,
        more: { page_size?: number; page_token?: string } = {},
      ) =>
        list(`${parent}/results/-`, {
          filter,
          order_by: 'create_time desc',
          page_size: 50,
          fields: LIST_FIELDS,
          ...more,
        });

      const lookUp = (filter: string, fields?: string) =>
        list('shop/results/-', {
          filter,
          order_by: 'create_time desc',
          page_size: 5,
          fields,
        });

      /** The object, which the CLI crashes without. */
      function runOf(record: DecodedRecord | undefined): RunObject {
        const run: RunObject = JSON.parse(String(record?.data?.value));
        expect(run.metadata.uid).toBe(record?.name?.split('/').pop());
        return run;
      }

      const uids = (records: DecodedRecord[]) =>
        records.map(record => runOf(record).metadata.uid).sort();

      it.each<[string, string, Kind, string, (run: RunObject) => boolean]>([
        ['pr list', 'shop', 'PipelineRun', '', inShop],
        ['pr list -A', '-', 'PipelineRun', '', () => true],
        [
          'pr list build',
          'shop',
          'PipelineRun',
          ' && data.metadata.name.contains("build")',
          run => inShop(run) && run.metadata.name.includes('build'),
        ],
        [
          'pr list -L a=b,c=d',
          'shop',
          'PipelineRun',
          ' && data.metadata.labels["tekton.dev/pipeline"]=="build-and-push" && data.metadata.labels["backstage.io/kubernetes-id"]=="checkout"',
          run =>
            inShop(run) &&
            run.metadata.labels?.['tekton.dev/pipeline'] === 'build-and-push' &&
            run.metadata.labels?.['backstage.io/kubernetes-id'] === 'checkout',
        ],
        ['tr list', 'shop', 'TaskRun', '', inShop],
        ['tr list -A', '-', 'TaskRun', '', () => true],
        [
          'tr list --pipelinerun checkout-build-1d20c77',
          'shop',
          'TaskRun',
          " && data.metadata.labels['tekton.dev/pipelineRun'] == 'checkout-build-1d20c77'",
          run =>
            run.metadata.labels?.['tekton.dev/pipelineRun'] ===
            'checkout-build-1d20c77',
        ],
        [
          'pr list nothing',
          'shop',
          'PipelineRun',
          ' && data.metadata.name.contains("nothing")',
          () => false,
        ],
      ])('%s', async (command, parent, kind, filter, which) => {
        const { records, next } = await listCommand(
          parent,
          `${types(kind)}${filter}`,
        );
        expect(next).toBeUndefined();
        expect(records.length > 0).toBe(!command.endsWith('nothing'));
        expect(uids(records)).toEqual(uidsOf(kind, which));
        for (const record of records) {
          const { metadata, status } = runOf(record);
          expect(metadata).toMatchObject({
            name: expect.any(String),
            namespace: expect.any(String),
          });
          expect(status.startTime).toEqual(expect.any(String));
          expect(status.conditions).toHaveLength(1);
        }
      });

      it('pr list --limit 5, page by page', async () => {
        const found: string[] = [];
        let token: string | undefined;
        do {
          const { records, next } = await listCommand('-', types('TaskRun'), {
            page_size: 5,
            page_token: token,
          });
          expect(records.length).toBeLessThanOrEqual(5);
          found.push(...uids(records));
          token = next;
        } while (token);
        expect(found.sort()).toEqual(uidsOf('TaskRun', () => true));
      });

      it.each<[Kind, string]>([
        ['PipelineRun', 'checkout-build-1d20c77'],
        ['TaskRun', 'checkout-build-1d20c77-lint'],
      ])('%s describe and logs of %s', async (kind, name) => {
        const filter = `${types(kind)} && data.metadata.name=="${name}"`;
        const described = await lookUp(filter);
        const run = runOf(described.records[0]);
        expect(run).toMatchObject({ kind, metadata: { name } });
        expect(run.spec).toBeDefined();
        expect(described.records[0].data?.type).toBe(`tekton.dev/v1.${kind}`);

        const { records } = await lookUp(filter, LOG_FIELDS);
        expect(runOf(records[0])).toEqual(run);
        const log = String(records[0].name).replace('records', 'logs');
        expect(await get(log)).toEqual({
          status: 404,
          body: { code: 5, message: "Log doesn't exist" },
        });
      });

      it('pr describe --uid of a run that has a Result of its own', async () => {
        const [uid] = uidsOf(
          'PipelineRun',
          run => run.metadata.name === 'checkout-build-1d20c77',
        );
        const { status, body } = await get(
          `shop/results/${uid}/records/${uid}`,
        );
        expect(status).toBe(200);
        expect(runOf(decodeRecord(body, 'record')).metadata.name).toBe(
          'checkout-build-1d20c77',
        );
      });

      it('tr describe and logs --uid of a child, by the way round', async () => {
        const [uid] = uidsOf(
          'TaskRun',
          run => run.metadata.name === 'checkout-build-1d20c77-lint',
        );
        expect(await get(`shop/results/${uid}/records/${uid}`)).toEqual({
          status: 404,
          body: { code: 5, message: 'record not found' },
        });
        for (const [filter, fields] of [
          [`name=="${uid}"`, undefined],
          [`name=="${uid}"`, LOG_FIELDS],
          [`name.endsWith("records/${uid}")`, LOG_FIELDS],
        ] as const) {
          const { records } = await lookUp(filter, fields);
          expect(uids(records)).toEqual([uid]);
        }
      });

      it('a list without any namespace is none', async () => {
        expect(await get('results/-/records')).toEqual({
          status: 404,
          body: { code: 5, message: 'Not Found' },
        });
      });

      it('is answered with messages that its decoder knows, Results too', async () => {
        const { body } = await get('-/results?page_size=10000');
        const { results = [] } = decodeResultList(body, 'list');
        expect(results.length).toBeGreaterThan(5);
        for (const { name } of results) {
          decodeResult((await get(String(name))).body, 'result');
        }
      });
    });
  },
);

describe('the strict decoder', () => {
  it.each([
    [{ records: [] }, /no list with something/],
    [{ records: [{ cluster: 'x' }] }, /unknown field "cluster"/],
    [{ nextPageToken: 'x' }, /unknown field "nextPageToken"/],
    [{ records: [{ create_time: '2026-01-01' }] }, /no time/],
    [{ records: [{ data: { value: 'a' } }] }, /no base64/],
    [{ records: [{ name: null }] }, /no text/],
  ])('refuses %j', (answer, message) => {
    expect(() => decodeRecordList(answer, 'list')).toThrow(message);
  });
});
