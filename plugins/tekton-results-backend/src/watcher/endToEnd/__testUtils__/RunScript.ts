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
import type { ApiClient } from './ApiClient';
import type { SeededRandom } from './random';
import {
  eventObject,
  eventsPath,
  RUN_TYPES,
  runObject,
  runsPath,
  runStatus,
  type RunType,
} from './runObjects';

type StepKind = 'update' | 'finish' | 'delete' | 'event' | 'same event';

/** What one run is to go through, each step so long after the one before. */
interface PlannedRun {
  readonly name: string;
  readonly type: RunType;
  readonly startMs: number;
  readonly steps: ReadonlyArray<{
    readonly afterMs: number;
    readonly what: StepKind;
  }>;
}

/** What a run went through. */
export interface PlayedRun {
  readonly uid: string;
  readonly name: string;
  readonly type: RunType;
  /** What its condition said last; empty: it never got one. */
  message: string;
  finished: boolean;
  deleted: boolean;
  /** How often each Event about it was counted, by the names of the Events. */
  readonly events: Map<string, number>;
}

/**
 * The lives of runs: created, updated, finished, deleted, some within a second; and
 * the Events about them.
 */
export class RunScript {
  readonly runs: PlayedRun[] = [];
  private readonly api: ApiClient;
  private readonly namespace: string;
  private readonly plan: readonly PlannedRun[];
  private others = 0;

  constructor(options: {
    api: ApiClient;
    namespace: string;
    random: SeededRandom;
    count: number;
    durationMs: number;
  }) {
    const { random, count, durationMs } = options;
    this.api = options.api;
    this.namespace = options.namespace;
    this.plan = Array.from({ length: count }, (_, index) => ({
      name: `run-${index}`,
      type: random.pick(RUN_TYPES),
      startMs: random.between(0, durationMs),
      steps: planSteps(random),
    }));
  }

  /** Done when every run has gone through its steps. */
  async play(): Promise<void> {
    await Promise.all(this.plan.map(run => this.playRun(run)));
  }

  /**
   * Creates a run beside those of the script, which goes through nothing.
   *
   * @returns its uid
   */
  async createAnother(): Promise<string> {
    this.others += 1;
    const { uid } = await this.create(RUN_TYPES[0], `other-${this.others}`);
    return uid;
  }

  private async playRun({ name, type, startMs, steps }: PlannedRun) {
    await sleep(startMs);
    const run = await this.create(type, name);
    const path = runsPath(type, this.namespace);
    for (const [index, { afterMs, what }] of steps.entries()) {
      await sleep(afterMs);
      switch (what) {
        case 'delete':
          await this.api.delete(`${path}/${name}`);
          run.deleted = true;
          break;
        case 'event':
        case 'same event':
          await this.tellOf(run, what === 'same event');
          break;
        default: {
          const finished = what === 'finish';
          const message = `step ${index} of ${name}`;
          await this.api.merge(`${path}/${name}/status`, {
            status: runStatus(type, { message, finished }),
          });
          run.message = message;
          run.finished = finished;
        }
      }
    }
  }

  private async create(type: RunType, name: string): Promise<PlayedRun> {
    const created = await this.api.create(
      runsPath(type, this.namespace),
      name,
      runObject(type, name),
    );
    const run: PlayedRun = {
      uid: created.metadata.uid,
      name,
      type,
      message: '',
      finished: false,
      deleted: false,
      events: new Map(),
    };
    this.runs.push(run);
    return run;
  }

  /** Writes an Event about a run, or counts up the last one. */
  private async tellOf(run: PlayedRun, again: boolean): Promise<void> {
    const path = eventsPath(this.namespace);
    const last = [...run.events].at(-1);
    if (again && last) {
      const [name, count] = last;
      await this.api.merge(`${path}/${name}`, { count: count + 1 });
      run.events.set(name, count + 1);
    } else {
      const name = `${run.name}.${run.events.size}`;
      await this.api.create(
        path,
        name,
        // Of TaskRuns, every other one is about the pod.
        eventObject(run.type, {
          name,
          run,
          namespace: this.namespace,
          ofPod: run.events.size % 2 === 1,
        }),
      );
      run.events.set(name, 1);
    }
  }
}

function planSteps(random: SeededRandom): PlannedRun['steps'] {
  const short = random.chance(0.3);
  const pause = () => random.between(0, short ? 200 : 2_000);
  const step = (what: StepKind) => ({
    afterMs: pause(),
    what,
  });
  const perhaps = (share: number, what: StepKind) =>
    random.chance(share) ? [step(what)] : [];
  const updates = Math.floor(random.between(0, short ? 2 : 4));
  return [
    ...perhaps(0.6, 'event'),
    ...Array.from({ length: updates }, () => step('update')),
    ...perhaps(0.3, 'same event'),
    ...perhaps(0.85, 'finish'),
    ...perhaps(0.3, 'event'),
    ...perhaps(short ? 0.9 : 0.6, 'delete'),
    // Controllers tell of an end a moment later.
    ...perhaps(0.2, 'event'),
  ];
}
