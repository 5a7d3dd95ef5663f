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

import { resultConsumers } from './resultConsumers';

it('tells which tasks use which results of a task', () => {
  const consumers = resultConsumers(
    {
      status: {
        pipelineSpec: {
          tasks: [
            { name: 'build' },
            {
              name: 'scan',
              params: [
                { value: '$(tasks.build.results.image)' },
                { value: '$(tasks.build.results.image)' },
                { value: '$(tasks.other.results.image)' },
              ],
            },
            {
              name: 'sign',
              matrix: {
                params: [{ value: "$(tasks.build.results['digests'][*])" }],
              },
            },
          ],
          finally: [
            {
              name: 'notify',
              when: [{ input: '$(tasks.build.results.image)' }],
            },
          ],
        },
      },
    },
    'build',
  );
  expect(Object.fromEntries(consumers)).toEqual({
    image: ['scan', 'notify'],
    digests: ['sign'],
  });
  expect(resultConsumers({}, 'build').size).toBe(0);
});
