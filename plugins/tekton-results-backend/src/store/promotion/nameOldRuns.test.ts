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

import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { storeContent } from '../../__testUtils__/storeContent';
import type { Stores } from '../createStores';

jest.setTimeout(60_000);

const OWN = { 'pipelinesascode.tekton.dev/original-prname': 'nightly' };
const ofOwner = (owner: string) => ({ 'tekton.dev/pipelineRun': owner });

type OldRun = Omit<MadeUpRun, 'uid' | 'ago'>;

/** By what an earlier version took for their pipelines. */
const RUNS: readonly OldRun[] = [
  { name: 'pac', pipeline: 'pac', annotations: OWN },
  { name: 'made-x7k2p', pipeline: 'made-x7k2p', generateName: 'made-' },
  { name: 'named', pipeline: 'named' },
  { name: 'same', pipeline: 'same', spec: { pipelineRef: { name: 'same' } } },
  { name: 'other', pipeline: 'release', annotations: OWN },
  {
    name: 'pac-lint',
    kind: 'TaskRun',
    pipeline: 'pac',
    task: 'lint',
    owner: 'uid-pac',
    labels: ofOwner('pac'),
    annotations: OWN,
  },
  {
    name: 'named-lint',
    kind: 'TaskRun',
    pipeline: 'named',
    task: 'lint',
    owner: 'uid-named',
    labels: ofOwner('named'),
  },
  { name: 'scan-abcde', kind: 'TaskRun', generateName: 'scan-' },
  // What owns it is no run of Tekton, such as a BuildRun of Shipwright.
  {
    name: 'image-x7k2p',
    kind: 'TaskRun',
    generateName: 'image-',
    owner: 'uid-of-a-build-run',
  },
];

/** What it did not know. */
const CHANGED = 7;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs of an earlier version on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;
    let logger: ReturnType<typeof mockServices.logger.mock>;

    beforeEach(async () => {
      logger = mockServices.logger.mock();
      ({ db, stores } = await createTestStores(databaseId));
      await storeRuns(
        stores,
        RUNS.map((run, index) => ({
          ...run,
          uid: `uid-${run.name}`,
          ago: 1_000 - index,
        })),
      );
    });

    /** Makes of the rows what they were. */
    async function age() {
      await db('records').update({ pipeline: db.ref('label_pipeline') });
      await db('records')
        .whereIn('run_name', ['scan-abcde', 'image-x7k2p'])
        .update({ task: null });
      await db('renewals').insert({ name: 'pipelines', done_to: 0 });
    }

    function nameOld(signal = new AbortController().signal) {
      return stores.nameOldRuns({ logger, signal });
    }

    async function namesOf(name: string) {
      return db('records').where({ run_name: name }).first('pipeline', 'task');
    }

    it('are named as those of this one are', async () => {
      const before = await storeContent(db);
      await age();
      expect(await storeContent(db)).not.toEqual(before);
      expect(await nameOld()).toBe(CHANGED);
      expect(await storeContent(db)).toEqual(before);
      expect(await namesOf('pac')).toEqual({ pipeline: 'nightly', task: null });
      expect(await namesOf('pac-lint')).toEqual({
        pipeline: 'nightly',
        task: 'lint',
      });
      expect(await namesOf('named')).toEqual({ pipeline: null, task: null });
      expect(await namesOf('same')).toEqual({ pipeline: 'same', task: null });
      expect(await namesOf('image-x7k2p')).toEqual({
        pipeline: null,
        task: 'image',
      });
    });

    it('are named also where promoting them has failed', async () => {
      const before = await storeContent(db);
      await age();
      await db('records')
        .whereIn('run_name', ['pac-lint', 'named-lint'])
        .update({ promotion: 0, label_pipeline_run: null });
      expect(await nameOld()).toBe(CHANGED);
      await stores.promoteOldRecords({
        logger,
        signal: new AbortController().signal,
      });
      expect(await storeContent(db)).toEqual(before);
    });

    it('keep retention waiting until they are named', async () => {
      expect(await stores.retention.isNaming()).toBe(false);
      await age();
      expect(await stores.retention.isNaming()).toBe(true);
      await nameOld();
      expect(await stores.retention.isNaming()).toBe(false);
    });

    it('are named once', async () => {
      await age();
      await nameOld();
      expect(await db('renewals')).toEqual([]);
      await db('records').update({ pipeline: db.ref('label_pipeline') });
      expect(await nameOld()).toBe(0);
    });

    it('are named from where it was stopped, by any number at once', async () => {
      const before = await storeContent(db);
      await age();
      expect(await nameOld(AbortSignal.abort())).toBe(0);
      expect(await db('renewals').pluck('name')).toEqual(['pipelines']);
      const counts = await Promise.all([nameOld(), nameOld()]);
      expect(Math.max(...counts)).toBeLessThanOrEqual(CHANGED);
      expect(await storeContent(db)).toEqual(before);
    });

    it('keep their names where the object cannot be read', async () => {
      await age();
      await db('record_payloads').update({ bytes: Buffer.from('broken') });
      expect(await nameOld()).toBe(0);
      expect(await namesOf('pac')).toEqual({ pipeline: 'pac', task: null });
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringMatching(/^Record [-0-9a-f]{36} cannot be read$/),
        expect.anything(),
      );
    });
  },
);
