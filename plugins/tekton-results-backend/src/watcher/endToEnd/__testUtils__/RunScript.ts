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
  RUN_TYPES,
  runObject,
  runsPath,
  runStatus,
  type RunType,
} from './runObjects';

/** What one run is to go through, each step so long after the one before. */
interface PlannedRun {
  readonly name: string;
  readonly type: RunType;
  readonly startMs: number;
  readonly steps: ReadonlyArray<{
    readonly afterMs: number;
    readonly what: 'update' | 'finish' | 'delete';
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
}

/** The lives of runs: created, updated, finished, deleted, some within a second. */
export class RunScript {
  readonly runs: PlayedRun[] = [];
  private readonly api: ApiClient;
  private readonly namespace: string;
  private readonly plan: readonly PlannedRun[];

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

  private async playRun({ name, type, startMs, steps }: PlannedRun) {
    await sleep(startMs);
    const path = runsPath(type, this.namespace);
    const created = await this.api.create(path, name, runObject(type, name));
    const run: PlayedRun = {
      uid: created.metadata.uid,
      name,
      type,
      message: '',
      finished: false,
      deleted: false,
    };
    this.runs.push(run);
    for (const [index, { afterMs, what }] of steps.entries()) {
      await sleep(afterMs);
      if (what === 'delete') {
        await this.api.delete(`${path}/${name}`);
        run.deleted = true;
      } else {
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

function planSteps(random: SeededRandom): PlannedRun['steps'] {
  const short = random.chance(0.3);
  const pause = () => random.between(0, short ? 200 : 2_000);
  const updates = Math.floor(random.between(0, short ? 2 : 4));
  return [
    ...Array.from({ length: updates }, () => ({
      afterMs: pause(),
      what: 'update' as const,
    })),
    ...(random.chance(0.85)
      ? [{ afterMs: pause(), what: 'finish' as const }]
      : []),
    ...(random.chance(short ? 0.9 : 0.6)
      ? [{ afterMs: pause(), what: 'delete' as const }]
      : []),
  ];
}
