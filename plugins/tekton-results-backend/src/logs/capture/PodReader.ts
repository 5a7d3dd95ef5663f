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

import { POD_RESOURCE, type ClusterConnection } from '../../cluster';
import type { LoggedRun } from '../../store';
import type { LogTask } from './planCapture';
import { podFacts, type PodFacts } from './podFacts';
import { remember } from './remember';
import { LogSourceError } from './StepLogReader';

/** A proxy that loses its way answers 404 as well, but not for long. */
const GONE_AFTER_MS = 5_000;

/** It was the pod that could not be read. */
export class PodSourceError extends LogSourceError {}

/** Reads the pods of TaskRuns, and knows since when some have been missing. */
export class PodReader {
  private readonly connection: Pick<ClusterConnection, 'getObject'>;
  private readonly now: () => number;
  /** Since when pods have been missing, by the uid of the run and their name. */
  private readonly missing = new Map<string, Map<string, number>>();

  constructor(options: {
    connection: Pick<ClusterConnection, 'getObject'>;
    now: () => number;
  }) {
    this.connection = options.connection;
    this.now = options.now;
  }

  /** @throws PodSourceError */
  async read(
    { uid, namespace }: LoggedRun,
    name: string,
    signal: AbortSignal,
  ): Promise<PodFacts> {
    try {
      const pod = await this.connection.getObject({
        resource: POD_RESOURCE,
        namespace,
        name,
        signal,
      });
      return podFacts(pod, uid);
    } catch (error) {
      throw new PodSourceError(error);
    }
  }

  /** Until when it is not believed that a pod is gone. */
  missingUntil(
    { uid }: LoggedRun,
    name: string,
    { kind }: PodFacts,
  ): number | undefined {
    const pods = this.missing.get(uid) ?? new Map<string, number>();
    if (kind !== 'missing') {
      pods.delete(name);
      return undefined;
    }
    const since = pods.get(name) ?? this.now();
    remember(this.missing, uid, pods.set(name, since));
    const until = since + GONE_AFTER_MS;
    return this.now() < until ? until : undefined;
  }

  /** Nobody will ask for the pods of a run any more. */
  forget(uid: string): void {
    this.missing.delete(uid);
  }

  /** Whether the container of a task has ended, as far as its pod tells. */
  async hasEnded(
    run: LoggedRun,
    { attempt, container }: LogTask,
    signal: AbortSignal,
  ): Promise<boolean> {
    const pod = await this.read(run, attempt.podName ?? '', signal);
    if (pod.kind !== 'pod') {
      return false;
    }
    const found = pod.containers.get(container.container);
    return found?.state === 'terminated' || pod.over;
  }
}
