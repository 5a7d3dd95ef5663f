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

import type {
  LogDriver,
  LogObject,
} from 'backstage-plugin-tekton-results-node';
import { ServiceUnavailableError } from '@backstage/errors';
import { readerConfig } from '../__testUtils__/readerConfig';
import { never, readAll, SINGLE_RUN } from '../__testUtils__/readRuns';
import { BlobReader } from './BlobReader';

/** Files in memory, listed one a page. */
class FileDriver implements Pick<LogDriver, 'list' | 'get'> {
  readonly files: Array<LogObject & { text: string }> = [];
  readonly prefixes: Array<string | undefined> = [];
  failure: Error | undefined;

  add(key: string, text: string, modifiedAt = 0): void {
    this.files.push({ key, text, size: text.length, modifiedAt });
  }

  async list(options: { prefix?: string; after?: string }) {
    const { prefix = '', after = '0' } = options;
    this.prefixes.push(prefix);
    const found = this.files.filter(({ key }) => key.startsWith(prefix));
    const place = Number(after);
    return {
      objects: found.slice(place, place + 1),
      next: found.length > place + 1 ? String(place + 1) : undefined,
    };
  }

  async *get(key: string) {
    yield Buffer.from(this.files.find(file => file.key === key)!.text);
    if (this.failure) {
      throw this.failure;
    }
  }
}

let files: FileDriver;

beforeEach(() => {
  files = new FileDriver();
});

function createReader(settings: object = {}) {
  return new BlobReader(readerConfig('blob', { driver: 's3', ...settings }), {
    driver: files as Partial<LogDriver> as LogDriver,
  });
}

const FOLDER = 'shop/result-1/aaaa-1';

it('reads the files of a run, each as the log of a step', async () => {
  files.add(`${FOLDER}/step-build.log`, 'built\n');
  files.add(`${FOLDER}/step-fetch.log`, 'fetched');
  files.add(`${FOLDER}/sidecar-db.log`, 'ready\n');
  files.add(`${FOLDER}0/step-fetch.log`, 'of another');
  files.add('shop/result-1/bbbb-2/step-fetch.log', 'of another');

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toEqual([
    { attempt: 1, step: 'fetch', container: 'step-fetch', text: 'fetched' },
    { attempt: 1, step: 'build', container: 'step-build', text: 'built\n' },
    { attempt: 1, container: 'sidecar-db', text: 'ready\n' },
  ]);
});

it('cuts the end of the name of a file, and no letter more', async () => {
  files.add(`${FOLDER}/step-catalog.log`, 'a\n');
  files.add(`${FOLDER}/step-golo.log`, 'b\n');

  const logs = await createReader().read(SINGLE_RUN, { signal: never });

  expect(logs.map(({ step }) => step)).toEqual(['catalog', 'golo']);
});

it('puts parts together by time, with each on lines of its own', async () => {
  files.add(`${FOLDER}/step-build-1700000020.log`, 'second\n', 20);
  files.add(`${FOLDER}/step-build-1700000010.log`, 'first', 10);
  files.add(`${FOLDER}/step-build-1700000021.log`, 'third', 20);

  await expect(
    readAll(createReader({ multipart: '-\\d{10}' }), SINGLE_RUN),
  ).resolves.toMatchObject([{ step: 'build', text: 'first\nsecond\nthird' }]);
});

it('gives one log where steps cannot be told apart', async () => {
  files.add(`${FOLDER}/output.log`, 'all of it');

  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toEqual([
    { text: 'all of it' },
  ]);
});

it('F24: reads below another path', async () => {
  files.add('logs/shop/aaaa-1/step-build.txt', 'built');

  await expect(
    readAll(createReader({ path: 'logs/{{ namespace }}/{{uid}}' }), SINGLE_RUN),
  ).resolves.toMatchObject([{ step: 'build', text: 'built' }]);
});

it.each(['..', '.', '', 'a/b', 'a\\b', '%2e%2e', 'a\n', '../../etc'])(
  'has nothing of a run with %j in a name, and does not look',
  async value => {
    const hostile = { ...SINGLE_RUN, record: value };

    await expect(readAll(createReader(), hostile)).resolves.toEqual([]);
    expect(files.prefixes).toEqual([]);
  },
);

it('takes values as they are, not as templates or patterns', async () => {
  await readAll(createReader(), { ...SINGLE_RUN, namespace: 'a$&b' });
  await readAll(createReader(), { ...SINGLE_RUN, namespace: '{{uid}}' });

  expect(files.prefixes).toEqual([]);
});

it('has nothing of a run without files', async () => {
  await expect(readAll(createReader(), SINGLE_RUN)).resolves.toEqual([]);
});

it('fails when a file breaks off, and does not end as if whole', async () => {
  files.add(`${FOLDER}/step-build.log`, 'half');
  files.failure = new ServiceUnavailableError('S3: it was cut off');

  await expect(readAll(createReader(), SINGLE_RUN)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringMatching(/cannot be read.*S3: it was cut off/),
  });
});
