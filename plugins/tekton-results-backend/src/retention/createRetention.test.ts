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
import { MemoryLeases } from './__testUtils__/jobParts';
import { MemoryRetentionStore } from './__testUtils__/MemoryRetentionStore';
import { createRetention } from './createRetention';
import { noRetentionAudit } from './RetentionAudit';
import { noRetentionMetrics } from './RetentionMetrics';

function create(section: unknown) {
  const store = new MemoryRetentionStore([
    { namespace: 'a', name: 'old', endTime: 0 },
  ]);
  const logger = mockServices.logger.mock();
  const created = createRetention({
    section,
    store,
    leases: new MemoryLeases(),
    metrics: noRetentionMetrics,
    audit: noRetentionAudit,
    logger,
    clusters: () => [],
  });
  return { ...created, store, logger };
}

describe('createRetention', () => {
  it.each([
    [undefined, 'unset', 'tektonResults.retention is not set'],
    [
      { defaultRetention: 0 },
      'refused',
      'tektonResults.retention.defaultRetention must be',
    ],
    [
      { defaultRetention: 1, policies: [{ retention: 1, selectr: {} }] },
      'refused',
      'tektonResults.retention.policies[0].selectr is not a setting',
    ],
  ])(
    'removes nothing with %j, and says why',
    async (section, state, message) => {
      const { retention, problems, store } = create(section);
      expect(retention.report()).toEqual({ state, problems, warnings: [] });
      const refusal = expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringContaining(message),
      });
      await expect(retention.preview()).rejects.toEqual(refusal);
      await expect(retention.run({ actor: 'a' })).rejects.toEqual(refusal);
      await retention.stop();
      expect(store.calls).toEqual([]);
    },
  );

  it('is on with a section without mistakes, and warns of what may be one', async () => {
    const { retention, problems, logger } = create({
      maxRetention: 30,
      policies: [{ retention: 60 }],
    });
    expect(problems).toEqual([]);
    expect(retention.report()).toMatchObject({
      state: 'on',
      warnings: [{ path: 'tektonResults.retention.maxRetention' }],
    });
    expect(logger.warn).toHaveBeenCalledWith(
      'Configuration: tektonResults.retention.maxRetention is the old name of defaultRetention',
    );
    await retention.stop();
  });
});
