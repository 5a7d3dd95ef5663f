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

import { Agent, request } from 'http';
import { performance } from 'perf_hooks';
import { quantile } from '../measure';
import { BEGINS, ENDED, type ClientReport } from './messages';
import { PARENTS, scenariosFor, type ScenarioData } from './scenarios';

/*
 * Asks as many clients do, from a process of its own: the server's process has
 * its own work to do.
 */

/** What the client is told to do. */
export interface ClientTask extends ScenarioData {
  /** Where the plugin is. */
  readonly base: string;
  readonly authorization: string;
  readonly connections: number;
  readonly secondsEach: number;
}

async function runScenarios(
  task: ClientTask,
  tell: (message: ClientReport | typeof BEGINS) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const ask = (method: string, path: string, body?: unknown) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        `${task.base}${path}`,
        {
          method,
          agent,
          headers: {
            authorization: task.authorization,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
        },
        response => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  await ask('POST', `${PARENTS}/bench/results`, {
    name: `bench/results/${task.run}`,
  });
  for (const { title, request: make } of scenariosFor(task)) {
    const times: number[] = [];
    let failed = 0;
    let next = 0;
    const askNext = async () => {
      const { method, path, body } = make(next++);
      if ((await ask(method, path, body)) !== 200) {
        failed += 1;
      }
    };
    await Promise.all(Array.from({ length: task.connections }, askNext));
    tell(BEGINS);
    const startedAt = performance.now();
    const endAt = startedAt + task.secondsEach * 1_000;
    const work = async () => {
      while (performance.now() < endAt) {
        const sentAt = performance.now();
        await askNext();
        times.push(performance.now() - sentAt);
      }
    };
    await Promise.all(Array.from({ length: task.connections }, work));
    const seconds = (performance.now() - startedAt) / 1_000;
    tell({
      title,
      perSecond: times.length / seconds,
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
      failed,
    });
  }
  agent.destroy();
}

process.once('message', (task: ClientTask) => {
  runScenarios(task, message => process.send?.(message)).then(
    () => process.send?.(ENDED, () => process.exit(0)),
    error => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
});
