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

import type { CaptureStore, ResultWriter } from '../store';
import { announced } from './announced';

const scope = {
  cluster: 'test',
  resource: 'taskruns',
  kind: 'TaskRun',
} as const;
const name = { cluster: 'test', parent: 'p', result: 'r', record: 'n' };

describe('announced stores', () => {
  const onChange = jest.fn();
  const written = { written: undefined };
  const givePlaceBack = jest.fn();
  const capture: jest.Mocked<CaptureStore> = {
    resumePoint: jest.fn().mockResolvedValue('7'),
    record: jest.fn().mockResolvedValue(undefined),
    placeBeside: jest.fn().mockReturnValue(givePlaceBack),
    liveRuns: jest.fn().mockResolvedValue(new Map([['a', 1]])),
    markGone: jest.fn().mockResolvedValue([]),
  };
  const writer = {
    createResult: jest.fn(),
    updateResult: jest.fn(),
    deleteResult: jest.fn(),
    createRecord: jest.fn(),
    updateRecord: jest.fn(),
    deleteRecord: jest.fn(),
  } satisfies ResultWriter;
  const other = { kept: true };
  const stores = announced({ capture, writer, other }, onChange);

  beforeEach(() => onChange.mockClear());

  it('are otherwise the same', async () => {
    expect(stores.other).toBe(other);
    expect(await stores.capture.resumePoint(scope)).toBe('7');
    expect(await stores.capture.liveRuns(scope)).toEqual(new Map([['a', 1]]));
    expect(stores.capture.placeBeside()).toBe(givePlaceBack);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('say that runs were recorded, once they are', async () => {
    let commit = () => {};
    capture.record.mockReturnValueOnce(
      new Promise<void>(resolve => {
        commit = resolve;
      }),
    );
    const runs = [{} as never];
    const options = { resumePoint: '8' };
    const recorded = stores.capture.record(scope, runs, options);
    expect(onChange).not.toHaveBeenCalled();
    commit();
    await recorded;
    expect(capture.record).toHaveBeenCalledWith(scope, runs, options);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('say nothing of what was not recorded, or is no run', async () => {
    await stores.capture.record(scope, [], { resumePoint: '9' });
    await stores.capture.markGone(scope, [], { listVersion: 9 });
    capture.record.mockRejectedValueOnce(new Error('no database'));
    await expect(stores.capture.record(scope, [{} as never])).rejects.toThrow();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('say that runs are gone', async () => {
    const options = { listVersion: 9 };
    await stores.capture.markGone(scope, ['a'], options);
    expect(capture.markGone).toHaveBeenLastCalledWith(scope, ['a'], options);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['createRecord', [name, undefined, {}], true],
    ['updateRecord', [name, {}, {}], true],
    ['deleteRecord', [name, {}], true],
    ['deleteResult', [name, {}], true],
    ['createResult', [name, { annotations: {} }, {}], false],
    ['updateResult', [name, { annotations: {} }, {}], false],
  ] as const)(
    'say that %s changed runs, if it may have',
    async (method, parameters, changes) => {
      const call = stores.writer[method] as (...all: unknown[]) => unknown;
      writer[method].mockResolvedValueOnce({ refused: 'forbidden' });
      expect(await call.apply(stores.writer, [...parameters])).toEqual({
        refused: 'forbidden',
      });
      expect(onChange).not.toHaveBeenCalled();
      writer[method].mockResolvedValueOnce(written);
      expect(await call.apply(stores.writer, [...parameters])).toBe(written);
      expect(writer[method]).toHaveBeenLastCalledWith(...parameters);
      expect(onChange).toHaveBeenCalledTimes(changes ? 1 : 0);
    },
  );
});
