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
import { startPromoting } from './startPromoting';

describe('startPromoting', () => {
  it('tries again what fails, and does the rest meanwhile', async () => {
    const logger = mockServices.logger.mock();
    const promoteOldRecords = jest
      .fn()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue(3);
    const nameOldRuns = jest.fn().mockResolvedValue(2);
    const slept = jest.fn().mockResolvedValue(undefined);
    const stop = startPromoting({
      stores: { promoteOldRecords, nameOldRuns },
      logger,
      sleep: slept,
    });
    while (logger.info.mock.calls.length < 2) {
      await new Promise(setImmediate);
    }
    await stop();
    expect(logger.info.mock.calls.map(([text]) => text)).toEqual([
      'Found out of which pipelines 2 stored runs are',
      'Made 3 stored records fast to filter',
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(promoteOldRecords).toHaveBeenCalledTimes(2);
    expect(nameOldRuns).toHaveBeenCalledTimes(1);
    expect(slept).toHaveBeenCalledTimes(1);
  });

  it('stops while it waits', async () => {
    const failing = jest.fn().mockRejectedValue(new Error('away'));
    const stop = startPromoting({
      stores: { promoteOldRecords: failing, nameOldRuns: failing },
      logger: mockServices.logger.mock(),
    });
    await stop();
    expect(failing.mock.calls.length).toBeLessThanOrEqual(2);
  });
});
