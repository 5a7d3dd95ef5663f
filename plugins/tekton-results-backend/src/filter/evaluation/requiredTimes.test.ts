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
import { parseFilter } from '../Filter';
import { requiredTimes } from './requiredTimes';

function timesOf(text: string) {
  return requiredTimes(parseFilter(text, 'records')!.expression).map(
    ({ path, from, until }) => [
      path.join('.'),
      from === undefined ? undefined : new Date(from).toISOString(),
      until === undefined ? undefined : new Date(until).toISOString(),
    ],
  );
}

const MAY = '2026-05-01T00:00:00.000Z';
const JUNE = '2026-06-01T00:00:00.000Z';

describe('times that a filter asks for', () => {
  it.each([
    [
      'data.status.startTime >= timestamp("2026-05-01T00:00:00Z")',
      MAY,
      undefined,
    ],
    [
      'data.status.startTime > timestamp("2026-05-01T00:00:00Z")',
      MAY,
      undefined,
    ],
    [
      'data.status.startTime < timestamp("2026-06-01T00:00:00Z")',
      undefined,
      JUNE,
    ],
    [
      'timestamp("2026-06-01T00:00:00Z") >= data.status.startTime',
      undefined,
      JUNE,
    ],
    [
      'timestamp(data.status.startTime) == timestamp("2026-05-01T00:00:00Z")',
      MAY,
      MAY,
    ],
    ['data.status.startTime > "2026-05-01T00:00:00Z"', MAY, undefined],
    [
      'data.status.startTime >= timestamp("2026-05-01T00:00:00Z") && data_type == PIPELINE_RUN && data.status.startTime < timestamp("2026-06-01T00:00:00Z")',
      MAY,
      JUNE,
    ],
    [
      'data.status.startTime < timestamp("2026-06-01T00:00:00Z") && data.status.startTime < timestamp("2027-01-01T00:00:00Z")',
      undefined,
      JUNE,
    ],
  ])('%s', (text, from, until) => {
    expect(timesOf(text)).toEqual([['status.startTime', from, until]]);
  });

  it('are wider than what is asked to less than a millisecond', () => {
    expect(
      timesOf(
        'data.status.startTime > timestamp("2026-05-01T00:00:00.0005Z") && data.status.startTime < timestamp("2026-05-01T00:00:00.0015Z")',
      ),
    ).toEqual([['status.startTime', MAY, '2026-05-01T00:00:00.002Z']]);
  });

  it('are of each path', () => {
    expect(
      timesOf(
        'data.status.startTime > "2026-05-01T00:00:00Z" && data.metadata.creationTimestamp < "2026-06-01T00:00:00Z"',
      ),
    ).toEqual([
      ['status.startTime', MAY, undefined],
      ['metadata.creationTimestamp', undefined, JUNE],
    ]);
  });

  it.each([
    'data.status.startTime != timestamp("2026-05-01T00:00:00Z")',
    'data.status.startTime > "2026-05-01"',
    'data.status.startTime > data.status.completionTime',
    'data.status.startTime > "2026-05-01T00:00:00Z" || data_type == PIPELINE_RUN',
    '!(data.status.startTime > "2026-05-01T00:00:00Z")',
    'data.status.startTime + duration("1h") > timestamp("2026-05-01T00:00:00Z")',
  ])('are none in %s', text => {
    expect(timesOf(text)).toEqual([]);
  });
});
