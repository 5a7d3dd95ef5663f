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

import { findDefaultCluster } from './findDefaultCluster';

const A = { name: 'a' };
const B = { name: 'b' };
const REFUSED = { ...A, isDefault: false, isFirst: false };

/** Which is meant where these are there, and these are in the configuration. */
function find(options: {
  there?: Array<{ name: string }>;
  isPartial?: boolean;
  configured?: Array<{ name: string; default?: boolean; enabled?: boolean }>;
  refused?: Array<typeof REFUSED>;
}) {
  const { there = [], isPartial = false } = options;
  return findDefaultCluster(
    { clusters: there, isPartial },
    {
      clusters: options.configured ?? [],
      refusedClusters: options.refused ?? [],
    },
  );
}

it.each([
  [
    'the one that is named',
    { there: [A, B], configured: [A, { ...B, default: true }] },
    'b',
  ],
  ['else the first', { there: [A, B], configured: [A, B] }, 'a'],
  [
    'the first though another has a mistake',
    { there: [B], refused: [REFUSED] },
    'b',
  ],
  ['none if there are none', {}, 'default'],
])('finds %s', (_, options, name) => {
  expect(find(options)).toEqual({ name });
});

it.each([
  ['is off', { configured: [{ ...A, default: true, enabled: false }, B] }],
  [
    'is not told yet',
    { isPartial: true, configured: [{ ...A, default: true }] },
  ],
  ['has a mistake', { refused: [{ ...REFUSED, name: 'A', isDefault: true }] }],
])('takes no other while the default %s, and says so', (_, options) => {
  const found = find({ there: [B], ...options });
  expect(found.name).toBeUndefined();
  expect(found.problem).toEqual({
    path: expect.stringMatching(/^tektonResults.clusters\[a\]$/i),
    message: expect.stringContaining('not there'),
  });
});

it.each([
  ['a source has not told any', { isPartial: true }],
  ['all have mistakes', { refused: [REFUSED] }],
  [
    'the first has a mistake',
    { there: [B], refused: [{ ...REFUSED, isFirst: true }] },
  ],
])('finds none as long as %s', (_, options) => {
  expect(find(options)).toEqual({});
});
