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

import { asObject, asObjects, asText, type JsonObject } from '../kubernetes';
import { generateHistory } from './generateHistory';
import { varyHistory, type VariedGroup } from './varyHistory';

const RUNS = 2_000;
const UNTIL = new Date('2026-11-20T12:00:00Z');

function collect(runs: number): VariedGroup[] {
  return [
    ...varyHistory(generateHistory({ runs, until: UNTIL, days: 90 }), {
      runs,
      clusters: ['big', 'middle', 'small'],
    }),
  ];
}

function meta(object: JsonObject): JsonObject {
  return asObject(object.metadata);
}

function reasonOf(object: JsonObject): string {
  const [condition] = asObjects(asObject(object.status).conditions);
  return asText(condition?.reason) ?? '';
}

describe('varyHistory', () => {
  const groups = collect(RUNS);
  const tops = groups.map(({ objects }) => objects[0]);
  const distinct = (value: (top: JsonObject) => unknown) =>
    new Set(tops.map(value)).size;

  it('gives the same history for the same seed', () => {
    expect(collect(60)).toEqual(collect(60));
  });

  it('has several clusters and namespaces, and some forty pipelines', () => {
    expect(new Set(groups.map(({ cluster }) => cluster)).size).toBe(3);
    expect(distinct(top => meta(top).namespace)).toBeGreaterThanOrEqual(12);
    const pipelines = distinct(
      top => asObject(meta(top).labels)['tekton.dev/pipeline'],
    );
    expect(pipelines).toBeGreaterThanOrEqual(30);
  });

  it('has few pipelines that run often, and many that do not', () => {
    const runsOf = new Map<unknown, number>();
    for (const top of tops) {
      const pipeline = asObject(meta(top).labels)['tekton.dev/pipeline'];
      runsOf.set(pipeline, (runsOf.get(pipeline) ?? 0) + 1);
    }
    const [most, ...others] = [...runsOf.values()].sort((a, b) => b - a);
    expect(most).toBeGreaterThan(RUNS / 8);
    expect(others[Math.floor(others.length / 2)]).toBeLessThan(most / 5);
  });

  it('keeps the runs of a group together', () => {
    for (const { objects } of groups) {
      const [top, ...children] = objects;
      for (const child of children) {
        expect(meta(child).namespace).toBe(meta(top).namespace);
        expect(meta(child).ownerReferences).toEqual([
          expect.objectContaining({ uid: meta(top).uid, name: meta(top).name }),
        ]);
      }
    }
  });

  it('has runs that started or ended in each way, a few of them incomplete', () => {
    expect(new Set(tops.map(reasonOf))).toEqual(
      new Set([
        'Cancelled',
        'Completed',
        'CouldntGetPipeline',
        'CouldntGetTask',
        'Failed',
        'PipelineRunPending',
        'PipelineRunTimeout',
        'Running',
        'StepFailed',
        'StoppedRunningFinally',
        'Succeeded',
        'TaskRunImagePullFailed',
      ]),
    );
    const incomplete = groups.filter(
      ({ objects, present }) => !present && reasonOf(objects[0]) === 'Running',
    );
    expect(incomplete.length / RUNS).toBeCloseTo(0.02, 2);
  });

  it('leaves the newest runs in their clusters', () => {
    expect(groups.filter(({ present }) => present)).toHaveLength(300);
    expect(groups.slice(-300).every(({ present }) => present)).toBe(true);
  });

  it('repeats names, has very long ones, and titles of other scripts', () => {
    const names = tops.map(top => String(meta(top).name));
    expect(names.filter(name => name === 'nightly').length).toBeGreaterThan(40);
    expect(Math.max(...names.map(({ length }) => length))).toBe(250);
    const titles = tops.map(
      top =>
        asObject(meta(top).annotations)['dashboard.tekton.dev/displayName'],
    );
    expect(
      titles.filter(title => /\p{sc=Arabic}/u.test(String(title))),
    ).not.toEqual([]);
  });
});
