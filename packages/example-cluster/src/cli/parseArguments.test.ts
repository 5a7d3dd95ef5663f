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

import { parseArguments } from './parseArguments';

describe('parseArguments', () => {
  it('has defaults for a demonstration', () => {
    expect(parseArguments([], {})).toEqual({
      port: 8001,
      host: '127.0.0.1',
      speed: 3,
      intervalMs: 20_000,
      pruneAfterMs: 60_000,
      loop: true,
    });
  });

  it('takes options before environment before defaults', () => {
    const options = parseArguments(
      ['--port', '0', '--no-loop', '--prune-after=5', '--keep', '2'],
      {
        EXAMPLE_CLUSTER_PORT: '9000',
        EXAMPLE_CLUSTER_SPEED: '10',
        EXAMPLE_CLUSTER_INTERVAL: '',
      },
    );
    expect(options).toMatchObject({
      port: 0,
      speed: 10,
      loop: false,
      pruneAfterMs: 5_000,
      keep: 2,
      intervalMs: 20_000,
    });
  });

  it('asks for help with --help', () => {
    expect(parseArguments(['--help'], {})).toBeUndefined();
  });

  it.each([[['--port', 'x']], [['--speed', '0']], [['--colour', 'red']]])(
    'refuses %j',
    args => {
      expect(() => parseArguments(args, {})).toThrow();
    },
  );
});
