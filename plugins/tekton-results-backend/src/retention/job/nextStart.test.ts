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

import { parseSchedule, type Schedule } from '../schedule/Schedule';
import { nextStart } from './nextStart';

const NIGHTLY = parseSchedule('TZ=UTC 0 3 * * *') as Schedule;
const HOURLY = parseSchedule('1h') as Schedule;
const WEEKLY = parseSchedule('7d') as Schedule;

type Last = Parameters<typeof nextStart>[0]['last'];

function next(schedule: Schedule, upSince: string, last?: Last): string {
  return new Date(
    nextStart({ schedule, upSince: Date.parse(upSince), last }),
  ).toISOString();
}

function job(
  state: 'running' | 'finished' | 'interrupted',
  start: string,
  end?: string,
): Last {
  return {
    state,
    startTime: Date.parse(start),
    endTime: end === undefined ? undefined : Date.parse(end),
  };
}

describe('nextStart', () => {
  it.each<[string, string, string]>([
    [
      'waits for the schedule of cron before the first job',
      next(NIGHTLY, '2026-11-21T12:00:00Z'),
      '2026-11-22T03:00:00.000Z',
    ],
    [
      'waits for the schedule of cron after a job',
      next(
        NIGHTLY,
        '2026-11-20T12:00:00Z',
        job('finished', '2026-11-22T03:00:10Z'),
      ),
      '2026-11-23T03:00:00.000Z',
    ],
    [
      'does not make up for what the schedule of cron missed while nobody was there',
      next(
        NIGHTLY,
        '2026-11-21T12:00:00Z',
        job('finished', '2026-01-01T03:00:00Z'),
      ),
      '2026-11-22T03:00:00.000Z',
    ],
    [
      'waits an hour at most before the first job of an interval',
      next(WEEKLY, '2026-11-21T12:00:00Z'),
      '2026-11-21T13:00:00.000Z',
    ],
    [
      'waits for an interval after a job',
      next(
        WEEKLY,
        '2026-11-21T12:00:00Z',
        job('finished', '2026-11-20T12:00:00Z'),
      ),
      '2026-11-27T12:00:00.000Z',
    ],
    [
      'leaves time to look at new policies before a job that is overdue',
      next(
        HOURLY,
        '2026-11-21T12:00:00Z',
        job('finished', '2025-11-20T12:00:00Z'),
      ),
      '2026-11-21T13:00:00.000Z',
    ],
    [
      'goes on soon with a job that did not come to its end',
      next(
        WEEKLY,
        '2026-11-21T12:00:00Z',
        job('interrupted', '2026-11-21T11:00:00Z'),
      ),
      '2026-11-21T12:10:00.000Z',
    ],
    [
      'does not begin again at once a job that has left no end',
      next(
        WEEKLY,
        '2026-11-20T12:00:00Z',
        job('interrupted', '2026-11-21T11:00:00Z'),
      ),
      '2026-11-21T11:10:00.000Z',
    ],
    [
      'waits for an interval after a job that another has gone on with',
      next(
        WEEKLY,
        '2026-11-20T12:00:00Z',
        job('interrupted', '2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z'),
      ),
      '2026-11-28T11:00:00.000Z',
    ],
    [
      'is an interval after the start of the job that runs',
      next(
        WEEKLY,
        '2026-11-20T12:00:00Z',
        job('running', '2026-11-21T11:00:00Z'),
      ),
      '2026-11-28T11:00:00.000Z',
    ],
    [
      'is the time of cron after the start of the job that runs',
      next(
        NIGHTLY,
        '2026-11-20T12:00:00Z',
        job('running', '2026-11-22T03:00:10Z'),
      ),
      '2026-11-23T03:00:00.000Z',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
