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

import { asObject } from '../kubernetes';
import { readRecording } from './readRecording';
import { splitIntoRuns } from './splitIntoRuns';
import { latestTime, printLike, replaceTimes } from './times';

describe('the recording', () => {
  const recording = readRecording();

  it('has the events and logs of the recorded cluster, without bookmarks', () => {
    expect(recording.events).toHaveLength(1291);
    expect(recording.logs).toHaveLength(49);
    expect(recording.startMs).toBe(Date.parse('2026-11-21T02:30:44.617Z'));
  });

  it('starts so early that nothing in it is younger than its arrival', () => {
    for (const { ms, object } of recording.events) {
      const { deletionTimestamp: _ahead, ...metadata } = object.metadata;
      expect(latestTime({ ...object, metadata })).toBeLessThanOrEqual(
        recording.startMs + ms,
      );
    }
  });

  it('consists of 15 top-level runs with all that belongs to them', () => {
    const runs = splitIntoRuns(recording);
    expect(
      runs.map(run => `${run.namespace}/${run.name} ${run.succeeded}`).sort(),
    ).toEqual([
      'payments/lint-evt true',
      'payments/payments-matrix-01 true',
      'payments/scan-evt false',
      'platform/gate-2026-11 true',
      'platform/missing-task-run false',
      'platform/slow-cancelled false',
      'platform/slow-timeout false',
      'shop/big-log true',
      'shop/checkout-build-1d20c77 false',
      'shop/checkout-build-2b7e151 true',
      'shop/checkout-build-9f3c2ab true',
      'shop/checkout-build-c0ffee1 false',
      'shop/no-image false',
      'shop/retry-me false',
      'shop/unicode-log true',
    ]);
    expect(runs.flatMap(run => run.logs)).toHaveLength(49);
    const grouped = new Set(runs.flatMap(run => run.events));
    const others = recording.events
      .filter(event => !grouped.has(event))
      .map(({ object }) => asObject(object.involvedObject).name);
    // Volumes and the stateful sets that hold them belong to no run.
    others.forEach(name => expect(name).toMatch(/^(pvc|affinity-assistant)-/));
  });
});

describe('times', () => {
  it('keep the precision that they were written with and are cut off, not rounded', () => {
    const ms = Date.parse('2026-03-04T05:06:07.899Z');
    expect(printLike('2000-01-01T00:00:00Z', ms)).toBe('2026-03-04T05:06:07Z');
    expect(printLike('2000-01-01T00:00:00.1Z', ms)).toBe(
      '2026-03-04T05:06:07.8Z',
    );
    expect(printLike('2000-01-01T00:00:00.123456Z', ms)).toBe(
      '2026-03-04T05:06:07.899000Z',
    );
  });

  it('are found inside quoted texts', () => {
    const text = JSON.stringify({
      message: '[{"at":"2026-01-01T00:00:00.5Z"}]',
    });
    expect(replaceTimes(text, ms => ms + 1000)).toContain(
      '2026-01-01T00:00:01.5Z',
    );
  });
});
