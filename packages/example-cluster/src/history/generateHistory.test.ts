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

import { asObject, asText, JsonObject } from '../kubernetes';
import { generateHistory, HistoryGroup } from './generateHistory';
import { busyness, spreadMoments } from './workingHours';

const UNTIL = new Date('2026-11-20T12:00:00Z');

function meta(object: JsonObject): JsonObject {
  return asObject(object.metadata);
}

function collect(runs: number, seed = 1): HistoryGroup[] {
  return [...generateHistory({ runs, until: UNTIL, seed })];
}

describe('generateHistory', () => {
  const groups = collect(2000);
  const tops = groups.map(({ objects }) => objects[0]);
  const all = groups.flatMap(({ objects }) => objects);

  it('gives the same history for the same seed, another for another', () => {
    expect(collect(50)).toEqual(collect(50));
    expect(collect(50, 2)).not.toEqual(collect(50, 1));
  });

  it('gives as many top-level runs as asked for, with their children', () => {
    expect(tops).toHaveLength(2000);
    for (const { objects } of groups) {
      const [top, ...children] = objects;
      expect(meta(top)).not.toHaveProperty('ownerReferences');
      for (const child of children) {
        expect(meta(child).ownerReferences).toEqual([
          expect.objectContaining({
            uid: meta(top).uid,
            name: meta(top).name,
          }),
        ]);
        expect(meta(child).namespace).toBe(meta(top).namespace);
        expect(asObject(meta(child).labels)['tekton.dev/pipelineRunUID']).toBe(
          meta(top).uid,
        );
      }
    }
  });

  it('makes runs up one by one, however many are asked for', () => {
    const history = generateHistory({ runs: 1_000_000_000, until: UNTIL });
    expect(history.next().value?.objects.length).toBeGreaterThan(0);
  });

  it('never gives a uid or a name twice', () => {
    expect(new Set(all.map(object => meta(object).uid)).size).toBe(all.length);
    const names = all.map(
      object =>
        `${object.kind} ${meta(object).namespace}/${String(meta(object).name)}`,
    );
    expect(new Set(names).size).toBe(all.length);
  });

  it('has rising versions and start times, oldest first, within the year and finished', () => {
    const versions = all.map(object => Number(meta(object).resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const starts = tops.map(top =>
      Date.parse(String(meta(top).creationTimestamp)),
    );
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts[0]).toBeGreaterThanOrEqual(
      UNTIL.getTime() - 365 * 24 * 3_600_000,
    );
    for (const object of all) {
      const ended = asText(asObject(object.status).completionTime);
      expect(Date.parse(ended ?? '')).toBeLessThanOrEqual(UNTIL.getTime());
    }
  });

  it('succeeds in about 80 % and is about a third the checkout', () => {
    const succeeded = tops.filter(top =>
      JSON.stringify(asObject(top.status).conditions).includes(
        '"status":"True"',
      ),
    );
    expect(succeeded.length / 2000).toBeGreaterThan(0.76);
    expect(succeeded.length / 2000).toBeLessThan(0.84);
    const ids = tops.map(
      top => asObject(meta(top).labels)['backstage.io/kubernetes-id'],
    );
    const share = (id: string | undefined) =>
      ids.filter(each => each === id).length / 2000;
    expect(share('checkout')).toBeGreaterThan(0.3);
    expect(share('checkout')).toBeLessThan(0.4);
    expect(share('payments-api')).toBeGreaterThan(0.1);
    expect(share('platform-infra')).toBeGreaterThan(0.05);
    expect(share(undefined)).toBeGreaterThan(0.05);
  });

  it('leaves nothing of the recorded revisions and uids', () => {
    const text = JSON.stringify(all);
    expect(text).not.toMatch(/9f3c2ab|1d20c77|c0ffee1-|2b7e151/);
    expect(text).not.toContain('544e7a13-fc39-49b4-8a05-5fb20cc45f4e');
    expect(text).not.toContain('managedFields');
  });
});

describe('spreadMoments', () => {
  it('prefers working hours of working days', () => {
    expect(busyness(Date.parse('2026-11-18T10:00:00Z'))).toBe(1);
    expect(busyness(Date.parse('2026-11-18T22:00:00Z'))).toBeLessThan(0.2);
    expect(busyness(Date.parse('2026-11-21T10:00:00Z'))).toBeLessThan(0.2);
  });

  it('stays in order and within its bounds', () => {
    const fromMs = Date.parse('2026-11-16T00:30:00Z');
    const toMs = Date.parse('2026-11-23T00:10:00Z');
    const moments = [
      ...spreadMoments({ count: 500, fromMs, toMs, chance: () => 0.5 }),
    ];
    expect(moments).toHaveLength(500);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments[0]).toBeGreaterThanOrEqual(fromMs);
    expect(moments[499]).toBeLessThanOrEqual(toMs);
  });
});
