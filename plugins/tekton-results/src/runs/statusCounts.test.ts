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

import { statusCounts } from './statusCounts';

it('rates only runs that tell of success or failure', () => {
  expect(
    statusCounts({
      total: 12,
      statuses: {
        running: 3,
        failed: 2,
        cancelled: 2,
        completed: 1,
        succeeded: 4,
      },
      exact: true,
    }),
  ).toEqual({
    counts: [
      { status: 'succeeded', count: 4 },
      { status: 'completed', count: 1 },
      { status: 'failed', count: 2 },
      { status: 'cancelled', count: 2 },
      { status: 'running', count: 3 },
    ],
    succeeded: 5,
    rated: 7,
  });
});
