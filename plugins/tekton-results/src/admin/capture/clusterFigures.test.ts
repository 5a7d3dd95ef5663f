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

import { clusterFigures } from './clusterFigures';

it('adds up what the resources of a cluster tell', () => {
  expect(
    clusterFigures({
      resources: [
        {
          resource: 'pipelineruns',
          state: 'watching',
          lastEventAt: '2026-11-21T08:00:00Z',
          backlog: 2,
          lagMs: 400,
          lagP95Ms: 30,
          runs: { since: '2026-11-21T07:00:00Z', seen: 12, stored: 11 },
          refusedRuns: 1,
        },
        {
          resource: 'taskruns',
          state: 'watching',
          lastEventAt: '2026-11-21T08:00:05Z',
          backlog: 3,
          lagMs: 90,
          lagP95Ms: 50,
          runs: { since: '2026-11-21T06:00:00Z', seen: 30, stored: 30 },
          unreadable: { count: 4 },
        },
        { resource: 'events', state: 'watching', lagP95Ms: 1_800 },
      ],
    }),
  ).toEqual({
    lastEventAt: '2026-11-21T08:00:05Z',
    backlog: 5,
    lagMs: 400,
    lagP95Ms: 50,
    runs: { since: '2026-11-21T06:00:00Z', seen: 42, stored: 41 },
    notStored: 5,
  });
});

it('knows of no change where nothing was received', () => {
  expect(clusterFigures({ resources: [] })).toEqual({
    backlog: 0,
    lagMs: 0,
    notStored: 0,
  });
});
