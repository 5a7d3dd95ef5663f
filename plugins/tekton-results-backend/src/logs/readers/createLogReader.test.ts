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

import type { JsonObject } from '@backstage/types';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';
import { LogUnavailableError } from '../LogUnavailableError';
import { readerConfig } from './__testUtils__/readerConfig';
import { never, readAll, SINGLE_RUN } from './__testUtils__/readRuns';
import { createLogReader } from './createLogReader';

/** A driver with one file, which says whose it is. */
function fileDriver(text: string): LogDriver {
  const driver: Partial<LogDriver> = {
    list: async ({ prefix }) => ({
      objects: [{ key: `${prefix}all.log`, size: 1, modifiedAt: 0 }],
    }),
    async *get() {
      yield Buffer.from(text);
    },
  };
  return driver as LogDriver;
}

async function openDriver(options: { name: string; settings?: JsonObject }) {
  if (options.name !== 's3') {
    throw new LogUnavailableError(`'${options.name}' is not configured`);
  }
  return fileDriver(`with ${JSON.stringify(options.settings)}`);
}

it.each([
  [{}, 'with undefined'],
  [{ settings: { bucket: 'theirs' } }, 'with {"bucket":"theirs"}'],
])('reads files with the driver that is meant by %j', async (given, text) => {
  const config = readerConfig('blob', { driver: 's3', ...given });
  const { reader } = await createLogReader(config, { openDriver });

  await expect(readAll(reader, SINGLE_RUN)).resolves.toEqual([{ text }]);
});

it('says when a log is read that its driver is missing', async () => {
  const config = readerConfig('blob', { driver: 'gcs' });
  const { reader, problem } = await createLogReader(config, { openDriver });

  await expect(reader.read(SINGLE_RUN, { signal: never })).rejects.toThrow(
    /The log driver 'gcs' cannot be used.*'gcs' is not configured/,
  );
  expect(problem).toBe("'gcs' is not configured");
});

it('says when a log is read that the configuration is wrong', async () => {
  const { reader, problem } = await createLogReader(
    { type: 'mistaken', message: 'url must be given' },
    { openDriver },
  );

  await expect(reader.read(SINGLE_RUN, { signal: never })).rejects.toThrow(
    'The configuration is wrong, so logs cannot be read: url must be given',
  );
  // It has been told with the configuration.
  expect(problem).toBeUndefined();
});
