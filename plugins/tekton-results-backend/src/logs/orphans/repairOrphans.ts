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

import { toError } from '@backstage/errors';
import type { LogStore } from '../../store';
import type { LogDrivers } from '../drivers';
import {
  findLogsWithoutBytes,
  findOrphanedBytes,
  type OrphanedBytes,
} from './findOrphans';

/** For so long an object may wait for its log to have it. */
const MIN_AGE_MS = 60 * 60 * 1000;
const MAX_EXAMPLES = 10;

/** What was found with one driver. */
export interface OrphanReport {
  readonly driver: string;
  /** Objects that no log has. */
  readonly bytesWithoutLog: {
    readonly objects: number;
    readonly bytes: number;
    /** Keys of the first ones. */
    readonly examples: readonly string[];
  };
  /** Logs whose bytes are not there, or not all of them. */
  readonly logsWithoutBytes: {
    readonly logs: number;
    readonly objects: number;
    readonly examples: readonly string[];
  };
  /** Objects that are in order. */
  readonly sound: number;
  readonly repaired: boolean;
  /** Why not all was looked at, or not repaired. */
  readonly problem?: string;
}

type RepairedStore = Pick<
  LogStore,
  'knownKeys' | 'keysOf' | 'noteBytesMissing'
>;

interface Findings {
  objects: number;
  bytes: number;
  examples: string[];
  sound: number;
  readonly missing: Map<string, number>;
}

/**
 * Compares what drivers keep with what logs have, page by page. Unless it is a
 * dry run, bytes without a log are deleted, and logs without their bytes say so
 * from then on.
 */
export async function repairOrphans(options: {
  store: RepairedStore;
  drivers: LogDrivers;
  dryRun: boolean;
  /** Milliseconds since 1970 (UTC). */
  now?: () => number;
  signal: AbortSignal;
}): Promise<readonly OrphanReport[]> {
  const reports: OrphanReport[] = [];
  for (const driver of options.drivers.names) {
    reports.push(await repairDriver({ ...options, driver }));
  }
  return reports;
}

async function repairDriver(options: {
  store: RepairedStore;
  drivers: LogDrivers;
  driver: string;
  dryRun: boolean;
  now?: () => number;
  signal: AbortSignal;
}): Promise<OrphanReport> {
  const { store, drivers, driver, dryRun, now = Date.now, signal } = options;
  const findings: Findings = {
    objects: 0,
    bytes: 0,
    examples: [],
    sound: 0,
    missing: new Map(),
  };
  let problem: string | undefined;
  try {
    // First, as it tells whether the driver has what it should have at all.
    for await (const page of findLogsWithoutBytes({
      store,
      drivers,
      driver,
      signal,
    })) {
      findings.sound += page.sound;
      for (const { key, logId } of page.missing) {
        findings.missing.set(key, logId);
      }
    }
    problem = doubtsAbout(findings);
    for await (const page of findOrphanedBytes({
      store,
      drivers,
      driver,
      before: now() - MIN_AGE_MS,
      signal,
    })) {
      const keys = noteBytes(findings, page);
      if (!dryRun && !problem) {
        await drivers.get(driver).delete(keys, { signal });
      }
    }
    if (!dryRun && !problem) {
      await store.noteBytesMissing([...new Set(findings.missing.values())]);
    }
  } catch (error) {
    signal.throwIfAborted();
    problem = toError(error).message;
  }
  return {
    driver,
    bytesWithoutLog: {
      objects: findings.objects,
      bytes: findings.bytes,
      examples: findings.examples,
    },
    logsWithoutBytes: {
      logs: new Set(findings.missing.values()).size,
      objects: findings.missing.size,
      examples: [...findings.missing.keys()].slice(0, MAX_EXAMPLES),
    },
    sound: findings.sound,
    repaired: !dryRun && !problem,
    problem,
  };
}

/** If nothing is where it should be, the driver is more likely to look elsewhere. */
function doubtsAbout({ sound, missing }: Findings): string | undefined {
  return missing.size > 0 && sound === 0
    ? 'None of the logs that it keeps were found, so nothing is repaired: are its settings right?'
    : undefined;
}

/** @returns the keys of what is to be deleted */
function noteBytes(
  findings: Findings,
  orphans: readonly OrphanedBytes[],
): string[] {
  const keys = orphans.map(({ key }) => key);
  findings.objects += keys.length;
  findings.bytes += orphans.reduce((sum, { size }) => sum + size, 0);
  findings.examples = [...findings.examples, ...keys].slice(0, MAX_EXAMPLES);
  return keys;
}
