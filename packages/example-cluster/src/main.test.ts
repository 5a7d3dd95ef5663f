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

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { send, until } from './testUtils';

describe('the command', () => {
  const directory = mkdtempSync(join(tmpdir(), 'example-cluster-'));
  const processes: ChildProcess[] = [];

  afterAll(() => {
    processes.forEach(each => each.kill('SIGKILL'));
    rmSync(directory, { recursive: true });
  });

  function run(...args: string[]) {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, 'main.ts'),
        ...args,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    processes.push(child);
    const output = { out: '', err: '' };
    child.stdout.on('data', data => {
      output.out += data;
    });
    child.stderr.on('data', data => {
      output.err += data;
    });
    return { child, output, exit: once(child, 'exit') };
  }

  it('serves, writes a kubeconfig, refuses a taken port and ends when told to', async () => {
    const file = join(directory, 'kubeconfig');
    const first = run('--port', '0', '--speed', '50', '--kubeconfig', file);
    await until(() => first.output.out.includes('\n'), 30_000);
    const url = /^Example cluster listening on (\S+)\n$/.exec(
      first.output.out,
    )?.[1];
    expect((await send(`${url}/version`)).status).toBe(200);
    const config = JSON.parse(readFileSync(file, 'utf8'));
    expect(config.clusters[0].cluster.server).toBe(url);

    const second = run('--port', new URL(url!).port);
    expect(await second.exit).toEqual([1, null]);
    expect(second.output.err).toContain('The port is taken');

    first.child.kill('SIGTERM');
    expect(await first.exit).toEqual([0, null]);
  }, 60_000);
});
