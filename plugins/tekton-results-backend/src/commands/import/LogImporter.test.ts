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
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import type { Stores } from '../../store';
import { testLogArchive } from '../__testUtils__/testLogArchive';
import { LogImporter } from './LogImporter';
import type { ServerLog } from './ResultsServer';
import { ServerError } from './ServerError';

jest.setTimeout(60_000);

const [RUN] = lastRecordedEvents().filter(
  ({ captured: { facts } }) => facts.kind === 'TaskRun',
);
const { uid } = RUN.captured.facts;
const RECORD = {
  name: { parent: 'shop', result: 'r', record: 'log' },
  createTime: 0,
  updateTime: 0,
  data: {
    type: 'results.tekton.dev/v1alpha3.Log',
    json: Buffer.from('{}'),
    payload: { spec: { resource: { uid } } },
  },
};

describe.each(TESTED_DATABASES.eachSupportedId())('LogImporter on %s', id => {
  let stores: Stores;
  let logs: Awaited<ReturnType<typeof testLogArchive>>;

  beforeEach(async () => {
    ({ stores } = await createTestStores(id));
    await stores.capture.record(RUN.scope, [RUN.captured]);
    logs = await testLogArchive(stores);
  });

  afterEach(async () => {
    await stores.close();
  });

  const logOf = () => logs.logOf(TEST_CLUSTER, uid);

  /** Copies a log that ends, or breaks off, after some text. */
  async function copy(
    text: string,
    { breaks, ...others }: Partial<ServerLog> & { breaks?: Error } = {},
  ) {
    let readings = 0;
    async function* bytes() {
      readings += 1;
      yield Buffer.from(text);
      if (breaks) {
        throw breaks;
      }
    }
    const importer = new LogImporter({
      store: stores.logs,
      runs: stores.steward,
      archive: logs.archive,
      retry: {
        signal: new AbortController().signal,
        onRetry: () => {},
        wait: async () => {},
      },
    });
    const copied = await importer.copy(RECORD, {
      cluster: TEST_CLUSTER,
      server: { getLog: async () => ({ bytes: bytes(), ...others }) },
    });
    return { ...copied, readings };
  }

  const BROKEN = new ServerError('it broke', { kind: 'unreachable' });

  it('keeps what there is of a log that breaks off, and goes on with it another time', async () => {
    expect(await copy('a\nb\nunfini', { breaks: BROKEN })).toEqual({
      outcome: 'missing',
      problem: 'was not sent: it broke',
      readings: 3,
    });
    const begun = await logOf();
    expect(begun.text.toString()).toBe('a\nb\n');
    expect(begun.log).toMatchObject({
      state: 'partial',
      cause: 'failed',
      reason: 'The import of the log broke off: it broke',
    });

    expect(await copy('a\nb\nunfinished\nc')).toMatchObject({
      outcome: 'copied',
    });
    const { log, text } = await logOf();
    expect(text.toString()).toBe('a\nb\nunfinished\nc');
    expect(log).toMatchObject({ state: 'stored' });
    expect(log.cause).toBeUndefined();
    expect(await copy('')).toMatchObject({ outcome: 'present', readings: 0 });
  });

  it('tells of a log that breaks off before its first line', async () => {
    await copy('', { breaks: BROKEN });
    expect((await logOf()).log).toMatchObject({
      state: 'neverCaptured',
      cause: 'failed',
      reason: 'The import of the log broke off: it broke',
    });
    expect(await copy('a')).toMatchObject({ outcome: 'copied' });
  });

  it.each(['x\ny\nz\n', 'a\n', ''])(
    'adds nothing to a log that has become another: %j',
    async other => {
      await copy('a\nb\n', { breaks: BROKEN });
      expect(await copy(other)).toMatchObject({
        outcome: 'missing',
        problem: 'was not sent: It is not the log that was begun to be copied',
        readings: 1,
      });
      const { log, text } = await logOf();
      expect(text.toString()).toBe('a\nb\n');
      expect(log).toMatchObject({ state: 'partial', cause: 'failed' });
    },
  );

  it('settles a log that cannot be kept', async () => {
    const mistake = new Error('a mistake of ours');
    await expect(copy('a\n', { breaks: mistake })).rejects.toBe(mistake);
    expect((await logOf()).log).toMatchObject({ state: 'partial' });
  });

  it('knows what its server does not have all of', async () => {
    expect(await copy('a', { missing: 'podGone' })).toEqual({
      outcome: 'copied',
      readings: 1,
    });
    expect((await logOf()).log).toMatchObject({
      state: 'partial',
      cause: 'bytesMissing',
      reason: 'Some of it was missing where it was imported: podGone',
    });
    expect(await copy('a')).toMatchObject({ outcome: 'present' });
  });
});
