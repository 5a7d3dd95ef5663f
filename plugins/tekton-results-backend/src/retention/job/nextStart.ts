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

import type { RetentionJob } from '../../store';
import { nextTime, type Schedule } from '../schedule/Schedule';

const MINUTE_MS = 60 * 1000;
/** So that whoever has just changed policies can look at the preview. */
const MAX_FIRST_DELAY_MS = 60 * MINUTE_MS;
/** So that whoever stopped the backend as policies are wrong can correct them. */
const RESUME_DELAY_MS = 10 * MINUTE_MS;

/** What is asked of the newest job. */
type LastJob = Pick<RetentionJob, 'startTime' | 'endTime' | 'state'>;

/**
 * When the next job starts by the schedule: while one runs, the one after it. All
 * times: ms since 1970 (UTC).
 *
 * What should have started while no process was there is not made up for; a job that
 * did not come to its end is gone on with.
 *
 * @param options - `upSince`: when this process started; `last`: the newest job
 */
export function nextStart(options: {
  schedule: Schedule;
  upSince: number;
  last?: LastJob;
}): number {
  const { schedule, upSince, last } = options;
  if (last && isLeft(last)) {
    return resumeStart({ upSince, startTime: last.startTime });
  }
  if (schedule.kind === 'cron') {
    return nextTime(schedule, Math.max(upSince, last?.startTime ?? 0));
  }
  const first = upSince + Math.min(schedule.ms, MAX_FIRST_DELAY_MS);
  return last ? Math.max(first, nextTime(schedule, last.startTime)) : first;
}

/**
 * From when on a process goes on with a job that did not come to its end. Not at once
 * either if nobody has stopped: a job of which the end cannot be written down would
 * be done over and over.
 *
 * @param options - `upSince`: when the process started; `startTime`: when the job
 * did; ms since 1970 (UTC), as is the answer
 */
export function resumeStart(options: {
  upSince: number;
  startTime: number;
}): number {
  const { upSince, startTime } = options;
  return Math.max(upSince, startTime) + RESUME_DELAY_MS;
}

/** Whether nobody is at a job that did not come to its end. */
function isLeft({ state, endTime }: LastJob): boolean {
  return state === 'interrupted' && endTime === undefined;
}
