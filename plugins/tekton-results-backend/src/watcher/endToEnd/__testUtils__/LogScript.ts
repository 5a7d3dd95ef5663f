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

import { setTimeout as sleep } from 'timers/promises';
import { RESOURCES, type ExampleCluster } from 'example-cluster';
import type { SeededRandom } from './random';

/** A step that was played, and what is known of it by those who played it. */
export interface PlayedStep {
  readonly run: string;
  readonly uid: string;
  readonly container: string;
  readonly lines: string[];
  /** Its pod was taken away, at what time soever. */
  podTaken: boolean;
}

const STEPS = ['step-one', 'step-two'];
const FINISHED_AFTER_MS = 300;

/** TaskRuns that are played, with pods, logs and misfortunes, as a seed decides. */
export class LogScript {
  readonly steps: PlayedStep[] = [];
  private readonly server: ExampleCluster;
  private readonly namespace: string;
  private readonly random: SeededRandom;
  private readonly count: number;
  private readonly durationMs: number;

  constructor(options: {
    server: ExampleCluster;
    namespace: string;
    random: SeededRandom;
    count: number;
    durationMs: number;
  }) {
    this.server = options.server;
    this.namespace = options.namespace;
    this.random = options.random;
    this.count = options.count;
    this.durationMs = options.durationMs;
  }

  async play(): Promise<void> {
    await Promise.all(
      Array.from({ length: this.count }, (_, index) =>
        this.playRun(`run-${index}`),
      ),
    );
  }

  private async playRun(run: string): Promise<void> {
    const { random } = this;
    await sleep(random.between(0, this.durationMs / 2));
    const { store } = this.server;
    const { namespace } = this;
    const { uid } = store.create(RESOURCES.taskruns, {
      metadata: { name: run, namespace },
      spec: {},
    }).metadata;
    const pod = store.create(RESOURCES.pods, {
      metadata: {
        name: `${run}-pod`,
        namespace,
        ownerReferences: [
          { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: run, uid },
        ],
      },
      spec: { containers: STEPS.map(name => ({ name })) },
    });
    const steps = STEPS.map(container => ({
      run,
      uid,
      container,
      lines: [],
      podTaken: false,
    }));
    this.steps.push(...steps);
    this.tell(run, { ended: 0, finished: false });
    const rounds = 2 + Math.floor(random.between(0, 6));
    const taken = random.chance(0.2) ? Math.floor(random.next() * rounds) : -1;
    for (const [index, step] of steps.entries()) {
      for (let round = 0; round < rounds; round += 1) {
        if (index === 1 && round === taken) {
          this.takePod(run, steps);
          this.tell(run, { ended: 2, finished: true });
          return;
        }
        this.write(pod.metadata.uid, step);
        await sleep(random.between(0, this.durationMs / 2 / rounds));
      }
      this.tell(run, { ended: index + 1, finished: false });
    }
    this.tell(run, { ended: 2, finished: true });
    if (random.chance(0.2)) {
      await sleep(random.between(0, FINISHED_AFTER_MS));
      this.takePod(run, steps);
    }
  }

  private write(podUid: string, step: PlayedStep): void {
    const { random } = this;
    const count = Math.floor(
      random.between(1, random.chance(0.1) ? 5_000 : 60),
    );
    const time = new Date().toISOString();
    let text = '';
    for (let line = 0; line < count; line += 1) {
      const words = `${step.run} ${step.container} ${
        step.lines.length
      } ${'·'.repeat(Math.floor(random.between(0, 40)))}`;
      step.lines.push(words);
      text += `${time} ${words}\n`;
    }
    this.server.writeLog({ podUid, container: step.container, text });
  }

  private takePod(run: string, steps: readonly PlayedStep[]): void {
    for (const step of steps) {
      (step as { podTaken: boolean }).podTaken = true;
    }
    this.server.store.delete(RESOURCES.pods, this.namespace, `${run}-pod`);
  }

  /** Lets the pod and its run say how far the steps are. */
  private tell(
    run: string,
    { ended, finished }: { ended: number; finished: boolean },
  ): void {
    const { store } = this.server;
    const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const state = (index: number) =>
      index < ended
        ? {
            terminated: {
              exitCode: 0,
              containerID: `kubelet://${run}-${index}`,
              startedAt: time,
              finishedAt: time,
            },
          }
        : { running: { startedAt: time } };
    const pod = store.find(RESOURCES.pods, this.namespace, `${run}-pod`);
    if (pod) {
      store.update(
        RESOURCES.pods,
        this.namespace,
        `${run}-pod`,
        {
          ...pod,
          status: {
            phase: 'Running',
            containerStatuses: STEPS.map((name, index) => ({
              name,
              state: state(index),
            })),
          },
        },
        'status',
      );
    }
    const current = store.get(RESOURCES.taskruns, this.namespace, run);
    store.update(
      RESOURCES.taskruns,
      this.namespace,
      run,
      {
        ...current,
        status: {
          podName: `${run}-pod`,
          startTime: time,
          ...(finished && { completionTime: time }),
          steps: STEPS.map((container, index) => ({
            name: container.slice('step-'.length),
            container,
            ...state(index),
          })),
          conditions: [
            {
              type: 'Succeeded',
              status: finished ? 'True' : 'Unknown',
              reason: finished ? 'Succeeded' : 'Running',
            },
          ],
        },
      },
      'status',
    );
  }
}
