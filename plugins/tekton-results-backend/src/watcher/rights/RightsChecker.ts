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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { MissingRight } from 'backstage-plugin-tekton-results-common';
import type { ClusterWriter } from '../../cluster';
import type { WatcherConfig } from '../../config';
import type { ClusterMonitor } from '../CaptureMonitor';
import { realClock, type Clock } from '../clock';
import type { ClusterMetrics } from '../metrics';
import { Notifier } from '../Notifier';
import { isAllowed } from './isAllowed';
import { neededRights } from './neededRights';

/** Rights that were granted meanwhile are noticed after so long. */
const CHECK_AGAIN_MS = 5 * 60_000;
const RETRY_MS = 30_000;
/** Many requests may be refused at once. */
const MIN_PAUSE_MS = 5_000;

/**
 * Asks a cluster what our credential may do of what is configured, and reports
 * what it lacks, verb by verb: at the start, whenever something was refused, and
 * now and then.
 */
export class RightsChecker {
  private readonly config: WatcherConfig;
  private readonly logs: boolean;
  private readonly namespaces?: readonly string[];
  private readonly writer: ClusterWriter;
  private readonly monitor: ClusterMonitor;
  private readonly metrics: ClusterMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly refusals = new Notifier();
  private told = '';
  private leftFinalizers = false;

  constructor(options: {
    config: WatcherConfig;
    /** Whether logs of runs are captured. */
    logs?: boolean;
    /** Those that are watched, each by itself; absent: all. */
    namespaces?: readonly string[];
    writer: ClusterWriter;
    monitor: ClusterMonitor;
    metrics: ClusterMetrics;
    logger: LoggerService;
    clock?: Clock;
  }) {
    this.config = options.config;
    this.logs = options.logs ?? false;
    this.namespaces = options.namespaces;
    this.writer = options.writer;
    this.monitor = options.monitor;
    this.metrics = options.metrics;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    this.monitor.onForbidden(() => this.refusals.notify());
  }

  /** Tells whether runs have our finalizer although it is not released now. */
  leavesFinalizers(left: boolean): void {
    if (left !== this.leftFinalizers) {
      this.leftFinalizers = left;
      this.refusals.notify();
    }
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const refused = this.refusals.next();
      let nextMs = CHECK_AGAIN_MS;
      try {
        this.report(await this.missingRights(signal));
      } catch (error) {
        nextMs = RETRY_MS;
        // Who watches tells of a cluster that is away or refuses the credential.
        this.logger.debug('The rights of the credential cannot be checked', {
          error: toError(error).message,
        });
      }
      await this.pause(nextMs, refused, signal);
    }
  }

  private async missingRights(signal: AbortSignal): Promise<MissingRight[]> {
    const missing: MissingRight[] = [];
    const { leftFinalizers, logs, namespaces } = this;
    // One by one: this is never urgent.
    for (const right of neededRights(this.config, {
      leftFinalizers,
      logs,
      namespaces,
    })) {
      if (!(await isAllowed({ right, writer: this.writer, signal }))) {
        missing.push(right);
      }
    }
    return missing;
  }

  private report(missing: readonly MissingRight[]): void {
    this.monitor.rightsChecked(missing);
    const needed = missing.filter(({ optional }) => !optional);
    this.metrics.missingRights(needed.length);
    const text = needed.map(rightText).join(', ');
    if (text && text !== this.told) {
      this.logger.warn(`The credential of the cluster may not ${text}`);
    }
    this.told = text;
  }

  private async pause(
    ms: number,
    refused: Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const awake = new AbortController();
    const either = AbortSignal.any([signal, awake.signal]);
    refused.then(() => awake.abort());
    const sleep = (duration: number, until: AbortSignal) =>
      this.clock.sleep(duration, until).catch(error => {
        if (!until.aborted) {
          throw error;
        }
      });
    await sleep(MIN_PAUSE_MS, signal);
    await sleep(ms - MIN_PAUSE_MS, either);
  }
}

function rightText(right: MissingRight): string {
  const { verb, apiGroup, resource, namespace } = right;
  const what = `${verb} ${apiGroup ? `${resource}.${apiGroup}` : resource}`;
  return namespace === undefined ? what : `${what} in ${namespace}`;
}
