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

import type { AuditorService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Lease, RetentionJob } from '../store';
import { MemoryLeases, testParts } from './__testUtils__/jobParts';
import { MemoryRetentionStore } from './__testUtils__/MemoryRetentionStore';
import { BackstageRetentionAudit } from './BackstageRetentionAudit';
import { RetentionJobRun } from './job/RetentionJobRun';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY_MS;
const REMOVED = [{ policy: 'default', part: 'runs', runs: 1, bytes: 10 }];

/** What one job writes down. */
async function audited(
  options: {
    job?: Pick<RetentionJob, 'trigger' | 'actor'>;
    section?: object;
    store?: MemoryRetentionStore;
    signal?: AbortSignal;
    auditor?: AuditorService;
  } = {},
) {
  const {
    job: asked = { trigger: 'schedule' },
    section = { defaultRetention: 1 },
    store = new MemoryRetentionStore([
      { namespace: 'a', name: 'old', endTime: 0 },
    ]),
    signal = new AbortController().signal,
  } = options;
  const events: unknown[] = [];
  const auditor =
    options.auditor ??
    mockServices.auditor.mock({
      createEvent: async created => {
        events.push(created);
        return {
          success: async end => void events.push(['success', end]),
          fail: async end => void events.push(['fail', end]),
        };
      },
    });
  const logger = mockServices.logger.mock();
  const leases = new MemoryLeases();
  const lease = (await leases.acquire({ name: 'r', holder: 'me' })) as Lease;
  const job = await store.startJob({ ...asked, lease });
  const parts = testParts({
    section,
    store,
    leases,
    now: NOW,
    logger,
    audit: new BackstageRetentionAudit({ auditor, logger }),
  });
  await new RetentionJobRun(parts, { job, lease, signal }).perform();
  return { events, store, logger };
}

function begun(meta: object) {
  return {
    eventId: 'retention-job',
    severityLevel: 'medium',
    meta: { job: 1, ...meta },
  };
}

describe('BackstageRetentionAudit', () => {
  it('writes down what a job by the schedule removed', async () => {
    const { events } = await audited();
    expect(events).toEqual([
      begun({ trigger: 'schedule' }),
      ['success', { meta: { state: 'finished', removed: REMOVED } }],
    ]);
  });

  it('writes down who asked for a job', async () => {
    const { events } = await audited({
      job: { trigger: 'request', actor: 'user:default/ada' },
    });
    expect(events[0]).toEqual(
      begun({ trigger: 'request', actor: 'user:default/ada' }),
    );
  });

  it('writes down that a job failed, without the words of the error', async () => {
    const store = new MemoryRetentionStore([
      { namespace: 'a', name: 'old', endTime: 0 },
    ]);
    store.beforeWrite = call => {
      if (call.startsWith('remove ')) {
        throw new Error('a secret');
      }
    };
    const { events } = await audited({ store });
    expect(events[1]).toEqual([
      'fail',
      { error: new Error('failed'), meta: { state: 'failed', removed: [] } },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('writes down that a job was interrupted', async () => {
    const { events } = await audited({ signal: AbortSignal.abort() });
    expect(events[1]).toEqual([
      'fail',
      {
        error: new Error('interrupted'),
        meta: { state: 'interrupted', removed: [] },
      },
    ]);
  });

  it('does not keep a job from going on when nothing can be written down', async () => {
    const { store, logger } = await audited({
      auditor: mockServices.auditor.mock({
        createEvent: async () => {
          throw new Error('away');
        },
      }),
    });
    expect(store.runs).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      'A job of retention is missing from the audit log',
      { error: 'away' },
    );
  });
});
