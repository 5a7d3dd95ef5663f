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
import { ChangeSignals } from './ChangeSignals';

describe('ChangeSignals', () => {
  const publish = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  let changes: ChangeSignals;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    changes = new ChangeSignals({ signals: { publish }, logger });
  });
  afterEach(() => {
    changes.close();
    jest.useRealTimers();
  });

  it('tells everybody of a change at once, and nothing about it', async () => {
    changes.changed();
    await jest.advanceTimersByTimeAsync(0);
    expect(publish.mock.calls).toEqual([
      [
        {
          channel: 'tekton-results:runs-changed',
          recipients: { type: 'broadcast' },
          message: {},
        },
      ],
    ]);
  });

  it('tells of many changes no more than once in a second, and of the last one too', async () => {
    for (let change = 0; change < 1_000; change += 1) {
      changes.changed();
      await jest.advanceTimersByTimeAsync(1);
    }
    changes.changed();
    expect(publish.mock.calls.length).toBeLessThanOrEqual(2);
    await jest.advanceTimersByTimeAsync(1_000);
    const told = publish.mock.calls.length;
    expect(told).toBeGreaterThan(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(publish).toHaveBeenCalledTimes(told);
  });

  it('goes on when a signal could not be sent, and says so once', async () => {
    publish.mockRejectedValueOnce(new Error('no bus'));
    publish.mockRejectedValueOnce(new Error('no bus'));
    for (let change = 0; change < 3; change += 1) {
      changes.changed();
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(publish).toHaveBeenCalledTimes(3);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('tells nothing any more once it is closed', async () => {
    changes.changed();
    changes.close();
    changes.changed();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(publish).not.toHaveBeenCalled();
  });
});
