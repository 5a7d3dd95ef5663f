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

import { parseArgs } from 'node:util';

/** What the command line and the environment ask for. */
export interface CommandLine {
  port: number;
  host: string;
  speed: number;
  pruneAfterMs: number;
  keep?: number;
  intervalMs: number;
  loop: boolean;
  recordings?: string;
  kubeconfig?: string;
}

/** Text for `--help`. */
export const HELP = `Usage: example-cluster [options]

  --port <number>           port to listen on; 0 for any (EXAMPLE_CLUSTER_PORT, 8001)
  --host <address>          address to listen on (EXAMPLE_CLUSTER_HOST, 127.0.0.1)
  --speed <factor>          how many times faster than recorded (EXAMPLE_CLUSTER_SPEED, 3)
  --interval <seconds>      time between new runs (EXAMPLE_CLUSTER_INTERVAL, 20)
  --prune-after <seconds>   delete runs so long after they finished; 0 for never (EXAMPLE_CLUSTER_PRUNE_AFTER, 60)
  --keep <number>           keep the newest runs of each pipeline, however old (EXAMPLE_CLUSTER_KEEP, none)
  --no-loop                 stop after the recording (EXAMPLE_CLUSTER_LOOP=false)
  --recordings <folder>     other recordings (EXAMPLE_CLUSTER_RECORDINGS)
  --kubeconfig <file>       write a kubeconfig that points at the server
  --help                    show this
`;

/** Reads options; those of the command line win over the environment. Undefined asks for help. */
export function parseArguments(
  args: string[],
  environment: Record<string, string | undefined>,
): CommandLine | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      speed: { type: 'string' },
      interval: { type: 'string' },
      'prune-after': { type: 'string' },
      keep: { type: 'string' },
      'no-loop': { type: 'boolean' },
      recordings: { type: 'string' },
      kubeconfig: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    return undefined;
  }
  const text = (option: keyof typeof values) => {
    const variable = option.replaceAll('-', '_').toLocaleUpperCase('en-US');
    const given = values[option] ?? environment[`EXAMPLE_CLUSTER_${variable}`];
    return typeof given === 'string' && given !== '' ? given : undefined;
  };
  const number = (option: keyof typeof values, fallback: number) => {
    const given = text(option);
    const value = given === undefined ? fallback : Number(given);
    if (!Number.isFinite(value) || value < 0) {
      throw new Error(
        `Option --${option} must be a number of at least 0, not '${given}'`,
      );
    }
    return value;
  };
  const speed = number('speed', 3);
  if (speed === 0) {
    throw new Error('Option --speed must be greater than 0');
  }
  return {
    port: number('port', 8001),
    host: text('host') ?? '127.0.0.1',
    speed,
    intervalMs: number('interval', 20) * 1000,
    pruneAfterMs: number('prune-after', 60) * 1000,
    keep: text('keep') === undefined ? undefined : number('keep', 0),
    loop: !values['no-loop'] && environment.EXAMPLE_CLUSTER_LOOP !== 'false',
    recordings: text('recordings'),
    kubeconfig: text('kubeconfig'),
  };
}
