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
  TESTED_DATABASES,
  type TestDatabaseId,
} from './__testUtils__/databases';
import { openApiDocument as nativeDocument } from './api/native/openapi/openApiDocument';
import { openApiDocument as resultsDocument } from './api/results/openapi/openApiDocument';
import {
  CLUSTERS,
  DOCUMENTS,
  fillArchive,
  LOG_TYPE,
  marksIn,
  RESULTS,
} from './__testUtils__/accessMatrix/archive';
import {
  ADMIN,
  CALLERS,
  maySee,
  type MatrixCaller,
} from './__testUtils__/accessMatrix/callers';
import {
  asTold,
  knownMarks,
  refusalOf,
  resultWithin,
  visiblePart,
} from './__testUtils__/accessMatrix/model';
import {
  FILTERS,
  PAGED,
  READINGS,
  type Reading,
} from './__testUtils__/accessMatrix/readings';
import {
  creationsOf,
  deletionsOf,
  recordPath,
  resultPath,
  updatesOf,
  type Writing,
} from './__testUtils__/accessMatrix/writings';
import {
  isLogMark,
  keepLogs,
  LOG_CONTAINER,
  LOGGED,
  logReadingsOf,
} from './__testUtils__/accessMatrix/logs';
import {
  pinningsOf,
  retentionRequestsOf,
} from './__testUtils__/accessMatrix/retention';
import {
  startMatrix,
  type AuditEntry,
  type Matrix,
  type MatrixAnswer,
} from './__testUtils__/accessMatrix/startMatrix';

jest.setTimeout(300_000);

const TOKENS = [
  'next_page_token',
  'nextCursor',
  'prevCursor',
  'lastCursor',
  'cursor',
];

const HEALTH_PATH = '/api/tekton-results/v1/health';

/** What says how each archive itself stands. */
const HEALTH = 'failingClusters';

/** An answer with its tokens masked: they are never twice the same. */
function masked({ status, body }: MatrixAnswer) {
  const text = JSON.stringify(body, (key, value) =>
    TOKENS.includes(key) || key === HEALTH ? `<${key}>` : value,
  );
  return { status, body: JSON.parse(text) };
}

/** Everything that an answer says, what is encoded in it included. */
function toldBy({ headers, text }: MatrixAnswer): string {
  const decoded = (text.match(/"[\w+/=-]{16,}"/g) ?? []).flatMap(word =>
    (['base64', 'base64url'] as const).map(encoding =>
      Buffer.from(word.slice(1, -1), encoding).toString('latin1'),
    ),
  );
  return [JSON.stringify(headers), text, ...decoded].join('\n');
}

function expectNoSecrets(
  told: string,
  caller: MatrixCaller,
  path: string,
): void {
  const known = knownMarks(caller);
  const asked = marksIn(path);
  expect(
    marksIn(told).filter(mark => !known.has(mark) && !asked.includes(mark)),
  ).toEqual([]);
}

/** What the audit log must say of a reading, and nothing more. */
function expectAudited(
  entries: readonly AuditEntry[],
  caller: MatrixCaller,
  { api, subject, path, unaudited }: Reading,
  status: number,
): void {
  const isNobody = caller.stranger || (api === 'native' && !caller.credentials);
  // Backstage refuses strangers to its own routes by itself.
  const isRead = subject !== 'nothing' || isNobody;
  const reached = !(api === 'native' && isNobody);
  const refusedAtTheDoor =
    isNobody || (status === 401 && entries[0]?.eventId === 'access-refuse');
  const expected =
    reached && !unaudited && (isRead || refusedAtTheDoor)
      ? [{ outcome: status < 400 ? 'success' : 'failure' }]
      : [];
  expect(entries).toMatchObject(expected);
  const told = JSON.stringify(entries);
  expectNoSecrets(told, caller, path);
  for (const filter of FILTERS) {
    expect(told).not.toContain(filter.slice(0, 12));
    expect(told).not.toContain(encodeURIComponent(filter).slice(0, 12));
  }
  for (const token of Object.values(caller.headers)) {
    expect(told).not.toContain(token.split(' ')[1] ?? 'Bearer');
  }
}

/** Something that somebody may not see, and the same that there is not. */
interface Twins {
  readonly hidden: string;
  readonly missing: string;
  readonly methods: readonly string[];
}

const ABSENT = 'absent';

/** What there is of a run beside itself. */
const RUN_PARTS = [
  'object',
  'events',
  'related',
  'logs',
  'logs/download',
  'logs/search?q=text',
  ...['lines', 'lines/1', 'download', 'follow'].map(
    what => `logs/1/${LOG_CONTAINER}/${what}`,
  ),
];
/** What there is about the runs of an entity. */
const ENTITY_PARTS = [
  'runs',
  'facets?facet=status',
  'statistics',
  'changes',
  'card',
];
/** What comes after the name of a run or an entity. */
const PART =
  'object|events|related|pin|runs|facets.*|statistics|changes|card|logs(?:/.*|$)';
const NAME_IN_PATH = new RegExp(`[^/]*(?=/(?:${PART})$)|[^/]+$`);

function withoutLast(path: string): string {
  return path.replace(/[^/]*$/, ABSENT);
}

/** All that is hidden from somebody, beside what is not there. */
function twinsFor(caller: MatrixCaller): Twins[] {
  const hidden = DOCUMENTS.filter(document => !maySee(caller, document));
  const isRun = ({ dataType }: { dataType: string }) =>
    dataType.startsWith('tekton.dev/');
  return [
    ...hidden.map(document => ({
      hidden: recordPath(document),
      missing: withoutLast(recordPath(document)),
      methods: ['GET', 'PATCH', 'DELETE'],
    })),
    ...hidden
      .filter(({ dataType }) => dataType === LOG_TYPE)
      .map(document => recordPath(document).replace('/records/', '/logs/'))
      .map(path => ({
        hidden: path,
        missing: withoutLast(path),
        methods: ['GET', 'DELETE'],
      })),
    ...RESULTS.filter(result => !resultWithin(caller.rights.read, result))
      .map(resultPath)
      .map(path => ({
        hidden: path,
        missing: withoutLast(path),
        methods: ['GET', 'PATCH', 'DELETE'],
      })),
    ...(caller === ADMIN
      ? []
      : [
          {
            hidden: '/api/tekton-results/v1/entities/component/default/hidden',
            missing: '/api/tekton-results/v1/entities/component/default/absent',
            methods: ['GET'],
          },
        ]
    ).flatMap(({ hidden: there, missing, methods }) =>
      ENTITY_PARTS.map(part => ({
        hidden: `${there}/${part}`,
        missing: `${missing}/${part}`,
        methods,
      })),
    ),
    ...(caller.credentials ? hidden.filter(isRun) : [])
      .map(
        ({ cluster, data }) =>
          `/api/tekton-results/v1/runs/${cluster}/${data.metadata.uid}`,
      )
      .flatMap(path => [
        { hidden: path, missing: withoutLast(path), methods: ['GET'] },
        ...RUN_PARTS.map(part => ({
          hidden: `${path}/${part}`,
          missing: `${withoutLast(path)}/${part}`,
          methods: ['GET'],
        })),
        {
          hidden: `${path}/pin`,
          missing: `${withoutLast(path)}/pin`,
          methods: ['POST', 'DELETE'],
        },
      ]),
    ...(caller.credentials ? hidden.filter(isRun) : [])
      .flatMap(({ data }) => [
        `/api/tekton-results/v1/find?uid=${data.metadata.uid}`,
        `/api/tekton-results/v1/find?name=${data.metadata.name}`,
      ])
      .map(path => ({
        hidden: path,
        missing: path.replace(/[^=]*$/, ABSENT),
        methods: ['GET'],
      })),
  ];
}

/** What is answered, and what the database is asked for it. */
async function observe(
  matrix: Matrix,
  caller: MatrixCaller,
  method: string,
  path: string,
) {
  matrix.forget();
  const { status, text, headers } = await matrix.call(
    caller,
    method,
    path,
    ['PATCH', 'POST'].includes(method) ? {} : undefined,
  );
  const name = NAME_IN_PATH.exec(path)?.[0] ?? '';
  const { date, etag, ...others } = headers;
  const told = JSON.stringify({
    text: text.replaceAll(name, '<name>'),
    headers: { ...others, 'content-length': undefined },
  });
  return {
    method,
    status,
    told,
    statements: matrix.statements(),
    audited: matrix.audit.map(({ eventId, outcome, error }) => ({
      eventId,
      outcome,
      error,
    })),
  };
}

/** Everything that the tables hold, in short. */
async function contentOf({ db }: Matrix): Promise<string> {
  const rows = (table: string, ...columns: string[]) =>
    db(table).select(columns).orderBy('seq');
  return JSON.stringify({
    results: await rows('results', 'seq', 'etag', 'annotations'),
    records: await rows('records', 'seq', 'etag', 'capture_uid'),
  });
}

/** Does this, and says what the tables hold afterwards. */
async function write(
  matrix: Matrix,
  caller: MatrixCaller,
  { writing, before }: { writing: Writing; before: string },
): Promise<{ written: Writing; after: string }> {
  const { method, path, body, eventId } = writing;
  matrix.audit.length = 0;
  const answer = await matrix.call(caller, method, path, body);
  const done = answer.status === 200;
  expect(matrix.audit).toMatchObject([
    {
      eventId:
        matrix.audit[0]?.eventId === 'access-refuse'
          ? 'access-refuse'
          : eventId,
      severity: 'medium',
      outcome: done ? 'success' : 'failure',
    },
  ]);
  expectNoSecrets(JSON.stringify(matrix.audit), caller, path);
  const after = await contentOf(matrix);
  expect(after === before).toBe(!done);
  if (!done) {
    expectNoSecrets(toldBy(answer), caller, path);
  }
  return { written: { ...writing, status: answer.status }, after };
}

interface Cell {
  readonly reading: Reading;
  readonly answer: MatrixAnswer;
  readonly audited: readonly AuditEntry[];
}

async function ask(
  matrix: Matrix,
  caller: MatrixCaller,
  reading: Reading,
): Promise<Cell> {
  matrix.audit.length = 0;
  const answer = await matrix.call(caller, 'GET', reading.path);
  return { reading, answer, audited: [...matrix.audit] };
}

/** All items of a list, in pages of one; how often the list was asked. */
async function readToTheEnd(
  matrix: Matrix,
  caller: MatrixCaller,
  { api, path }: Reading,
) {
  const [size, token] =
    api === 'native' ? ['limit', 'cursor'] : ['page_size', 'page_token'];
  const join = path.includes('?') ? '&' : '?';
  const items: unknown[] = [];
  const tokenLengths = new Set<number>();
  let pages = 0;
  let next: string | undefined = '';
  while (next !== undefined) {
    const { body } = await matrix.call(
      caller,
      'GET',
      `${path}${join}${size}=1${next && `&${token}=${next}`}`,
    );
    items.push(...(body.items ?? body.records ?? body.results ?? []));
    next = body.next_page_token ?? body.nextCursor;
    tokenLengths.add(next?.length ?? 0);
    pages += 1;
    if (pages > 100) {
      throw new Error(`${path} has no end`);
    }
  }
  return { items, pages, tokenLengths: tokenLengths.size };
}

interface Reference {
  readonly answers: (reading: Reading) => Promise<ReturnType<typeof masked>>;
  readonly pages: (reading: Reading) => Promise<object>;
}

function onceByPath<T>(
  read: (reading: Reading) => Promise<T>,
): (reading: Reading) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return reading => {
    const answer = known.get(reading.path) ?? read(reading);
    known.set(reading.path, answer);
    return answer;
  };
}

/** Strangers are refused before a database is asked: they need not try each. */
function callersOn(id: TestDatabaseId): MatrixCaller[] {
  return CALLERS.filter(({ stranger }) => !stranger || id === 'SQLITE_3');
}

/** Routes that read nothing of what is stored, or have a test of their own. */
const NOT_ASKED = [
  'get /v1/openapi.json',
  'post /v1/filters:validate',
  'post /v1/logs/orphans',
];

/** Each operation of both APIs, below the plugin. */
function describedOperations(): string[] {
  const documents = { '/v1': nativeDocument('/'), '': resultsDocument('/') };
  return Object.entries(documents).flatMap(([base, { paths }]) =>
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations as object)
        .filter(method => method !== 'parameters')
        .map(method => `${method} ${base}${path}`),
    ),
  );
}

/** What is asked below the plugin, of somebody who may see nothing. */
function askedOperations(): string[] {
  const caller = CALLERS.find(({ name }) => name === 'user denied')!;
  return [
    ...READINGS.map(({ path }) => `get ${path}`),
    ...LOGGED.flatMap(document => logReadingsOf(caller, document)).map(
      ({ path }) => `get ${path}`,
    ),
    `get ${HEALTH_PATH}`,
    ...[
      ...retentionRequestsOf(caller),
      ...pinningsOf(caller),
      ...updatesOf(caller),
      ...creationsOf(caller),
      ...(['records', 'logs', 'results'] as const).flatMap(of =>
        deletionsOf(caller, of),
      ),
    ].map(({ method, path }) => `${method.toLowerCase()} ${path}`),
  ].map(asked =>
    asked.replace(/ \/api\/tekton-results(\/clusters\/\w+)?/, ' '),
  );
}

it('asks every route that there is', () => {
  const asked = askedOperations().map(operation => operation.split('?')[0]);
  const isAsked = (operation: string) => {
    const pattern = new RegExp(
      `^${operation.replaceAll(/\{\w+\}/g, '[^/]+')}$`,
    );
    return asked.some(path => pattern.test(path));
  };
  const operations = describedOperations();
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.filter(operation => !isAsked(operation))).toEqual(
    NOT_ASKED,
  );
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'who may see what, on %s',
  (id: TestDatabaseId) => {
    let matrix: Matrix;
    /** Holds what one caller may see, and is asked by somebody who sees it all. */
    let reference: Matrix;

    beforeAll(async () => {
      matrix = await startMatrix(id);
      reference = await startMatrix(id);
      await fillArchive(matrix.db, {
        documents: DOCUMENTS,
        results: RESULTS,
      });
      if (id.startsWith('POSTGRES')) {
        // Else autovacuum does, between two requests that are compared: what is
        // asked of the database depends on its statistics.
        await matrix.db.raw('analyze');
      }
    });
    afterAll(async () => {
      await matrix?.close();
      await reference?.close();
    });

    const references = new Map<string, Reference>();
    let filledWith: string | undefined;

    /** Many may see the same: it is asked once. */
    async function referenceOf(
      part: ReturnType<typeof visiblePart>,
    ): Promise<Reference> {
      const key = marksIn(part).join();
      const fill = async () => {
        if (filledWith !== key) {
          await fillArchive(reference.db, part);
          filledWith = key;
        }
      };
      const known = references.get(key) ?? {
        answers: onceByPath(async ({ path }) => {
          await fill();
          return masked(await reference.call(ADMIN, 'GET', path));
        }),
        pages: onceByPath(async reading => {
          await fill();
          return readToTheEnd(reference, ADMIN, reading);
        }),
      };
      references.set(key, known);
      return known;
    }

    describe.each(callersOn(id).map(caller => [caller.name, caller] as const))(
      '%s',
      (_name, caller) => {
        it('is answered as if there were nothing but what they may see', async () => {
          for (const subject of ['results', 'others'] as const) {
            const part = visiblePart(
              caller,
              subject === 'results' ? 'results' : 'records',
            );
            const { answers, pages } = await referenceOf(part);
            const isAsked = (reading: Reading) =>
              (reading.subject === 'results') === (subject === 'results');
            for (const reading of READINGS.filter(isAsked)) {
              const { answer, audited } = await ask(matrix, caller, reading);
              const expected =
                refusalOf(caller, reading) ??
                asTold(caller, reading, await answers(reading));
              expect({ path: reading.path, ...masked(answer) }).toEqual({
                path: reading.path,
                ...expected,
              });
              expectNoSecrets(toldBy(answer), caller, reading.path);
              expectAudited(audited, caller, reading, answer.status);
            }
            const isPaged = (reading: Reading) =>
              isAsked(reading) && !refusalOf(caller, reading);
            for (const reading of PAGED.filter(isPaged)) {
              expect({
                path: reading.path,
                ...(await readToTheEnd(matrix, caller, reading)),
              }).toEqual({ path: reading.path, ...(await pages(reading)) });
            }
          }
        });

        it('cannot tell what is hidden from what is not there', async () => {
          // Of many that are hidden, the same is missing.
          const observations = new Map<string, ReturnType<typeof observe>>();
          const observeMissing = (method: string, path: string) => {
            const key = `${method} ${path}`;
            const known =
              observations.get(key) ?? observe(matrix, caller, method, path);
            observations.set(key, known);
            return known;
          };
          for (const { hidden, missing, methods } of twinsFor(caller)) {
            for (const method of methods) {
              expect({
                hidden,
                ...(await observe(matrix, caller, method, hidden)),
              }).toEqual({
                hidden,
                ...(await observeMissing(method, missing)),
              });
            }
          }
        });

        it('is named in the audit log, and so is whoever acts for them', async () => {
          const reading = READINGS.find(({ subject }) => subject === 'records');
          const { audited } = await ask(matrix, caller, reading!);
          const { meta = {}, url } = audited[0];
          expect({
            known: meta.caller !== 'unknown',
            impersonator: meta.impersonator,
            // Of others the auditor itself finds out who they are.
            byRequest: url !== undefined,
          }).toEqual({
            known: !caller.stranger,
            impersonator:
              caller.kubernetes && 'Impersonate-User' in caller.headers
                ? 'kubernetes:east/wide'
                : undefined,
            byRequest: caller.credentials !== undefined,
          });
        });

        it('is shown the logs of runs that they may see them of', async () => {
          await keepLogs(matrix.db);
          for (const document of LOGGED) {
            for (const { path, status, marks } of logReadingsOf(
              caller,
              document,
            )) {
              const answer = await matrix.call(caller, 'GET', path);
              expect({ path, status: answer.status }).toEqual({ path, status });
              expect({
                path,
                told: new Set(marksIn(toldBy(answer)).filter(isLogMark)),
              }).toEqual({ path, told: new Set(marks) });
            }
          }
        });

        it('is told of the health of their clusters only', async () => {
          const { status, body } = await matrix.call(
            caller,
            'GET',
            HEALTH_PATH,
          );
          const isSomebody = caller.credentials !== undefined;
          const clusters = (body.clusters ?? []).map(
            ({ name }: { name: string }) => name,
          );
          expect({ status, clusters }).toEqual({
            status: isSomebody ? 200 : 401,
            clusters: CLUSTERS.filter(
              cluster =>
                isSomebody && caller.rights.read.place(cluster) !== false,
            ),
          });
        });

        it('asks of retention what they may', async () => {
          for (const asked of retentionRequestsOf(caller)) {
            matrix.audit.length = 0;
            const { method, path } = asked;
            const answer = await matrix.call(caller, method, path);
            expect({ ...asked, status: answer.status }).toEqual(asked);
            expect(matrix.audit).toMatchObject(
              caller.credentials
                ? [
                    {
                      eventId: asked.eventId,
                      outcome: answer.status < 400 ? 'success' : 'failure',
                    },
                  ]
                : [],
            );
            // Numbers of all runs, but of no run anything else.
            const named = answer.status < 400 ? marksIn(asked.tells ?? '') : [];
            const told = marksIn(toldBy(answer));
            expect(told.filter(mark => !named.includes(mark))).toEqual([]);
          }
        });

        it('pins what they may, and nothing else', async () => {
          await fillArchive(matrix.db, {
            documents: DOCUMENTS,
            results: RESULTS,
          });
          const pinned = new Set<string>();
          for (const pinning of pinningsOf(caller)) {
            matrix.audit.length = 0;
            const { method, path, body, uid, status } = pinning;
            const answer = await matrix.call(caller, method, path, body);
            expect({ ...pinning, status: answer.status }).toEqual(pinning);
            const done = status < 400;
            if (done && method === 'POST') {
              pinned.add(uid);
            } else if (done) {
              pinned.delete(uid);
            }
            expect(await matrix.db('pins').pluck('run_uid')).toEqual([
              ...pinned,
            ]);
            expect(matrix.audit).toMatchObject(
              caller.credentials
                ? [
                    {
                      eventId: pinning.eventId,
                      severity: 'medium',
                      outcome: done ? 'success' : 'failure',
                    },
                  ]
                : [],
            );
            expectNoSecrets(toldBy(answer), caller, path);
            expectNoSecrets(JSON.stringify(matrix.audit), caller, path);
          }
        });

        it('writes what they may, and nothing else', async () => {
          const everything = { documents: DOCUMENTS, results: RESULTS };
          // Without the logs: it is Records that tell of them which are deleted.
          await fillArchive(matrix.db, everything);
          for (const writings of [
            [...updatesOf(caller), ...creationsOf(caller)],
            deletionsOf(caller, 'records'),
            deletionsOf(caller, 'logs'),
            deletionsOf(caller, 'results'),
          ]) {
            const unchanged = await contentOf(matrix);
            let before = unchanged;
            for (const writing of writings) {
              const { written, after } = await write(matrix, caller, {
                writing,
                before,
              });
              expect(written).toEqual(writing);
              before = after;
            }
            if (before !== unchanged) {
              await fillArchive(matrix.db, everything);
            }
          }
        });
      },
    );
  },
);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'who asks for too much, on %s',
  (id: TestDatabaseId) => {
    let matrix: Matrix;

    beforeEach(async () => {
      matrix = await startMatrix(id, {
        expensiveRequests: { perMinute: 2, concurrent: 1 },
      });
    });
    afterEach(() => matrix?.close());

    const PARENTS =
      '/api/tekton-results/apis/results.tekton.dev/v1alpha2/parents';
    const SCAN = `?filter=${encodeURIComponent('size(data.spec) > 1')}`;
    const find = (name: string) => {
      const caller = CALLERS.find(known => known.name === name);
      if (!caller) {
        throw new Error(`There is no caller '${name}'`);
      }
      return caller;
    };

    it.each([
      ['user admin', `${PARENTS}/-/results/-/records/summary`],
      ['user admin', `${PARENTS}/-/results/-/records${SCAN}`],
      ['user admin', `${PARENTS}/-/results/-/logs${SCAN}`],
      ['user admin', `/api/tekton-results/v1/runs${SCAN}`],
      ['service unrestricted', `/api/tekton-results/v1/runs${SCAN}`],
      [
        'user admin',
        `/api/tekton-results/v1/entities/component/default/checkout/runs${SCAN}`,
      ],
      ['Kubernetes of all', `${PARENTS}/-/results/-/records/summary`],
    ])('waits, and nobody else: %s at %s', async (name, path) => {
      const caller = find(name);
      const other =
        name === 'user admin' ? 'service unrestricted' : 'user admin';
      for (const status of [200, 200, 429]) {
        expect((await matrix.call(caller, 'GET', path)).status).toBe(status);
      }
      const { headers, body } = await matrix.call(caller, 'GET', path);
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
      expect(body.message ?? body.error.message).toMatch(/^Too many requests/);
      expect((await matrix.call(find(other), 'GET', path)).status).toBe(200);
      const cheap = path.includes('/v1/')
        ? '/api/tekton-results/v1/runs'
        : `${PARENTS}/-/results/-/records`;
      expect((await matrix.call(caller, 'GET', cheap)).status).toBe(200);
    });
  },
);
