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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chartSvg, logScale } from './chart.mjs';

const bars = rows => ({
  title: 'Lists & <filters>',
  columns: ['list', 'ours ms', 'rows', 'upstream ms'],
  rows,
  chart: { kind: 'bars', columns: ['ours ms', 'upstream ms'], unit: 'ms' },
});

const count = (svg, pattern) => [...svg.matchAll(pattern)].length;

describe('a logarithmic scale', () => {
  it('goes from the power of ten below the least to the one above the largest', () => {
    const { at, ticks } = logScale([0.5, undefined, 20], 300);
    assert.deepEqual(ticks, [0.1, 1, 10, 100]);
    assert.deepEqual([0.1, 1, 100].map(at), [0, 100, 300]);
  });

  it('has a length even if all values are the same power of ten', () => {
    const { at, ticks } = logScale([10, 10], 300);
    assert.deepEqual(ticks, [10, 100]);
    assert.equal(at(10), 0);
  });
});

describe('a picture of a table', () => {
  it('has a bar for each figure of the columns that are shown, and none else', () => {
    const svg = chartSvg(
      bars([
        ['a', 1, 50, 100],
        ['b', 2, 50, undefined],
        ['c', 'refused', 50, 0],
      ]),
    );
    assert.equal(count(svg, /height="11" fill="#[0-9a-f]{6}"\/>/g), 3 + 2);
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  });

  it('escapes what is written in it', () => {
    const svg = chartSvg(bars([['"a" < b', 1, 1, 1]]));
    assert.match(svg, /Lists &amp; &lt;filters&gt;/);
    assert.match(svg, /&quot;a&quot; &lt; b/);
  });

  it('has a line for each row over sizes, with a point for each figure', () => {
    const svg = chartSvg({
      title: 'Growth',
      columns: ['query', '10000', '100000', 'exponent'],
      rows: [
        ['a', 1, 2, 0.3],
        ['b', 3, 'refused', undefined],
      ],
      chart: { kind: 'lines', columns: ['10000', '100000'], unit: 'ms' },
    });
    assert.equal(count(svg, /<polyline /g), 2);
    assert.equal(count(svg, /<circle /g), 3);
  });

  it('is not made if a table has nothing to show', () => {
    assert.equal(chartSvg({ title: 'a', columns: ['b'], rows: [] }), undefined);
    assert.equal(chartSvg(bars([['a', 'refused', 1, 0]])), undefined);
  });
});
