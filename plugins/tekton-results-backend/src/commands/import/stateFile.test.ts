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

import { mkdtemp, readdir, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { UsageError } from '../UsageError';
import {
  afterPage,
  newState,
  NO_COUNTS,
  progressOf,
  restarted,
  totalCounts,
} from './ImportState';
import { readStateFile, stateToGoOnFrom, writeStateFile } from './stateFile';

const SCOPE = {
  from: 'https://host',
  cluster: 'prod',
  parents: ['a', 'b'],
  logs: false,
};
const RECORDS_OF_A = { parent: 'a', kind: 'records' } as const;

const refusal = { name: 'a/results/r/records/n', reason: 'is odd' };
const fresh = newState(SCOPE);
const begun = afterPage(fresh, RECORDS_OF_A, {
  counts: { ...NO_COUNTS, copied: 3, refused: 1, logs: 2 },
  refusals: [refusal],
  next: 'token',
  done: false,
});

describe('ImportState', () => {
  it('adds pages up, and notes where the next one begins', () => {
    const next = afterPage(begun, RECORDS_OF_A, {
      counts: { ...NO_COUNTS, copied: 1, present: 4 },
      refusals: [],
      next: undefined,
      done: true,
    });
    expect(progressOf(begun, RECORDS_OF_A)).toMatchObject({
      pageToken: 'token',
      done: false,
    });
    expect(progressOf(next, RECORDS_OF_A)).toEqual({
      pageToken: undefined,
      done: true,
      counts: { ...NO_COUNTS, copied: 4, present: 4, refused: 1, logs: 2 },
    });
    expect(totalCounts(next, 'records').copied).toBe(4);
    expect(totalCounts(next, 'results').copied).toBe(0);
  });

  it('forgets what it says of a collection that begins anew', () => {
    expect(restarted(begun, RECORDS_OF_A)).toEqual(fresh);
    expect(restarted(begun, { parent: 'a', kind: 'results' })).toMatchObject({
      refusals: [refusal],
    });
  });
});

describe('the state file', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'));
    file = join(folder, 'state.json');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('holds what was written last, and nothing is left beside it', async () => {
    expect(await readStateFile(file)).toBeUndefined();
    await writeStateFile(file, fresh);
    await writeStateFile(file, begun);
    expect(await readStateFile(file)).toEqual(begun);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it.each(['', '{', '{}', '{"version":2}'])(
    'is not taken for one if it says %j',
    async content => {
      await writeFile(file, content);
      await expect(readStateFile(file)).rejects.toThrow(UsageError);
    },
  );
});

describe('stateToGoOnFrom', () => {
  const options = { file: 'state.json', scope: SCOPE };

  it('begins without a file', () => {
    expect(stateToGoOnFrom(undefined, options)).toEqual({ state: fresh });
  });

  it('goes on where the file says', () => {
    expect(stateToGoOnFrom(begun, options)).toEqual({
      state: begun,
      note: 'Going on where state.json says',
    });
  });

  it('looks again, and says so, if it was finished', () => {
    const finished = { ...begun, finishedAt: '2026-11-21T12:00:00.000Z' };
    expect(stateToGoOnFrom(finished, options)).toEqual({
      state: fresh,
      note: 'This import was finished at 2026-11-21T12:00:00.000Z, as state.json says; looking again for what is new',
    });
  });

  it('begins again if logs are to be copied that were not before', () => {
    const scope = { ...SCOPE, logs: true };
    expect(stateToGoOnFrom(begun, { ...options, scope })).toEqual({
      state: newState(scope),
      note: 'Beginning again, as the logs are to be copied, too',
    });
  });

  it.each([
    { from: 'https://other' },
    { cluster: 'other' },
    { parents: ['a'] },
  ])('refuses the file of another import: %j', change => {
    expect(() =>
      stateToGoOnFrom(begun, { ...options, scope: { ...SCOPE, ...change } }),
    ).toThrow(
      'state.json belongs to the import --from https://host --cluster prod --parent a --parent b; name another file with --state',
    );
  });
});
