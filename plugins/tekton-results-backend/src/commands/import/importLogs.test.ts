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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import type { NewStepLog, Stores } from '../../store';
import { FakeResultsServer } from '../__testUtils__/FakeResultsServer';
import { runTestImport } from '../__testUtils__/runTestImport';
import { testLogArchive } from '../__testUtils__/testLogArchive';
import {
  recordMessage,
  upstreamHistory,
} from '../__testUtils__/upstreamHistory';
import { LogImporter } from './LogImporter';

jest.setTimeout(60_000);

const TASK_RUNS = lastRecordedEvents()
  .map(({ captured }) => captured)
  .filter(({ facts }) => facts.kind === 'TaskRun');
const [FIRST, SECOND, THIRD] = TASK_RUNS;

/** Lines that begin like those of a pod, and bytes that are no text. */
const TEXT = Buffer.concat([
  Buffer.from(
    '[step] 2026-01-01T00:00:00Z a\n2026-01-01T00:00:00Z b\n\n\xff',
    'latin1',
  ),
  Buffer.alloc(70_000, 'x\n'),
  Buffer.from('no end'),
]);

describe.each(TESTED_DATABASES.eachSupportedId())('import --logs on %s', id => {
  let directory: string;
  let server: FakeResultsServer;
  let from: string;
  let stores: Stores;
  let logs: Awaited<ReturnType<typeof testLogArchive>>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'import-logs-'));
    const history = upstreamHistory();
    history.records = history.records.filter(
      ({ name }) => !/\/(log|broken)$/.test(name),
    );
    server = new FakeResultsServer(history);
    from = await server.start();
    ({ stores } = await createTestStores(id));
    logs = await testLogArchive(stores);
  });

  afterEach(async () => {
    await server.stop();
    await stores.close();
    await rm(directory, { recursive: true });
  });

  /** What upstream has of the log of a run. */
  function tell(
    run: (typeof TASK_RUNS)[number],
    text?: Buffer,
    size = text?.length,
  ) {
    const { group, facts } = run;
    const name = `${group.parent}/results/${group.result}`;
    const log = `log-${facts.uid}`.slice(0, 60);
    server.data.records.push(
      recordMessage(
        `${name}/records/${log}`,
        200 + server.data.records.length,
        {
          type: 'results.tekton.dev/v1alpha3.Log',
          value: {
            spec: {
              resource: { kind: 'TaskRun', uid: facts.uid },
              type: 'File',
            },
            status: { path: 'a', ...(size && { size }), isStored: true },
          },
        },
      ),
    );
    if (text) {
      server.logs.set(`${name}/logs/${log}`, text);
    }
  }

  const run = ({
    argv = ['--logs'],
    notes,
  }: { argv?: string[]; notes?: string[] } = {}) =>
    runTestImport({
      from,
      stateFile: join(directory, 'state.json'),
      importer: stores.importer,
      logs: retry =>
        new LogImporter({
          store: stores.logs,
          runs: stores.steward,
          archive: logs.archive,
          retry,
        }),
      argv,
      notes,
    });

  const openLogs = (
    { facts }: (typeof TASK_RUNS)[number],
    opened: Array<Pick<NewStepLog, 'container'> & Partial<NewStepLog>>,
  ) =>
    stores.logs.open(
      opened.map((log, position) => ({
        cluster: TEST_CLUSTER,
        runUid: facts.uid,
        attempt: 1,
        kind: 'step',
        step: log.container,
        position,
        podName: 'pod',
        ...log,
      })),
      {},
    );

  const logOf = ({ facts }: (typeof TASK_RUNS)[number]) =>
    logs.logOf(TEST_CLUSTER, facts.uid);

  it('copies logs byte for byte, as one for all steps', async () => {
    tell(FIRST, TEXT);
    tell(SECOND);
    const { code, summary } = await run();
    expect(summary).toContain(
      'Logs: 1 copied, 0 already there, 1 not on the server',
    );
    expect(code).toBe(0);
    const { log, text } = await logOf(FIRST);
    expect(text.equals(TEXT)).toBe(true);
    expect(log).toMatchObject({
      state: 'stored',
      kind: 'whole',
      container: 'all',
      step: 'All steps (stored together)',
      bytes: TEXT.length,
    });
    expect(log.firstLineAt).toBeUndefined();
  });

  it('leaves what is there, and copies what has come', async () => {
    tell(FIRST, TEXT);
    await run();
    tell(SECOND, Buffer.from('new'));
    expect((await run()).summary).toContain('Logs: 1 copied, 1 already there');
    expect((await logOf(FIRST)).text.equals(TEXT)).toBe(true);
    expect((await logOf(SECOND)).text.toString()).toBe('new');
  });

  it('goes on with a log whose connection broke', async () => {
    tell(FIRST, TEXT);
    server.cutLogs = 2;
    expect((await run()).summary).toContain('Logs: 1 copied');
    expect((await logOf(FIRST)).text.equals(TEXT)).toBe(true);
  });

  it('does not wait long for a log that breaks off again and again', async () => {
    tell(FIRST, TEXT);
    tell(SECOND, Buffer.from('whole'));
    server.cutLogs = 3;
    const notes: string[] = [];
    const { code, summary } = await run({ notes });
    expect(code).toBe(3);
    expect(summary).toContain('was not sent: ');
    expect(summary).toContain('Logs: 1 copied');
    expect(notes.join('').match(/Trying again/g)).toHaveLength(2);
    expect((await logOf(FIRST)).log).toMatchObject({ cause: 'failed' });

    expect(await run()).toMatchObject({
      code: 0,
      summary: expect.stringContaining('Logs: 1 copied, 1 already there'),
    });
    const { log, text } = await logOf(FIRST);
    expect(log).toMatchObject({ state: 'stored' });
    expect(text.equals(TEXT)).toBe(true);
  });

  it('settles a log that was begun and that the server does not have any more', async () => {
    tell(FIRST, TEXT);
    await run({ argv: [] });
    await openLogs(FIRST, [{ container: 'all', kind: 'whole' }]);
    server.logs.clear();
    expect((await run()).code).toBe(0);
    const [log] = await stores.logs.logsOf(TEST_CLUSTER, [FIRST.facts.uid]);
    expect(log).toMatchObject({ state: 'neverCaptured', cause: 'failed' });
  });

  it('copies logs of runs whose pods were gone when they were to be captured', async () => {
    tell(FIRST, TEXT);
    tell(SECOND, TEXT);
    await run({ argv: [] });
    for (const taskRun of [FIRST, SECOND]) {
      const opened = await openLogs(taskRun, [
        { container: 'step-a' },
        { container: 'step-b' },
      ]);
      for (const log of opened) {
        const gone = { state: 'neverCaptured', cause: 'podGone' } as const;
        await stores.logs.settle(log.id, gone, {});
      }
    }
    await openLogs(SECOND, [{ container: 'step-c' }]);
    expect((await run()).summary).toContain('Logs: 1 copied, 1 already there');
    const stored = await stores.logs.logsOf(TEST_CLUSTER, [FIRST.facts.uid]);
    expect(stored).toMatchObject([{ kind: 'whole', state: 'stored' }]);
    expect((await logOf(FIRST)).text.equals(TEXT)).toBe(true);
  });

  it('does not bring back what was removed', async () => {
    tell(FIRST, TEXT);
    await run();
    const [log] = await stores.logs.logsOf(TEST_CLUSTER, [FIRST.facts.uid]);
    await stores.logs.expire([log.id], { cause: 'deleted' });
    expect((await run()).summary).toContain('Logs: 0 copied, 1 already there');
  });

  it('tells of logs that are shorter than they should be, or of no run', async () => {
    tell(FIRST, Buffer.from('short'), 9);
    const { facts, group } = THIRD;
    tell({ ...THIRD, group, facts: { ...facts, uid: 'none' } }, TEXT);
    const { code, summary } = await run();
    expect(summary).toContain('bytes, and 9 as its Record says');
    expect((await logOf(FIRST)).log).toMatchObject({
      state: 'partial',
      cause: 'bytesMissing',
      reason: expect.stringMatching(
        /^The imported log has \d bytes, and 9 as its Record says$/,
      ),
    });
    expect(summary).toContain('is of a run that is not stored');
    expect(code).toBe(3);
  });

  it('leaves out what is secret, and takes nothing of it for missing', async () => {
    const text = Buffer.from('the password is password\n');
    tell(FIRST, text);
    const { code, summary } = await run();
    expect(summary).not.toContain('as its Record says');
    expect(code).toBe(0);
    const { log, text: stored } = await logOf(FIRST);
    expect(log.state).toBe('stored');
    expect(stored.toString()).toBe('the * is *\n');
  });

  it('copies none unless it is asked to', async () => {
    tell(FIRST, TEXT);
    expect((await run({ argv: [] })).summary).toContain(
      '--logs copies those, too',
    );
    const dryRun = await run({ argv: ['--logs', '--dry-run'] });
    expect(dryRun.summary).not.toContain('Logs:');
    expect((await logOf(FIRST)).log.text).toBeUndefined();
    expect((await run()).summary).toContain('Logs: 1 copied');
  });
});
