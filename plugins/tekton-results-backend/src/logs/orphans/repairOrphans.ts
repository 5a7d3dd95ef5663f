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
import { marksOfOthers } from './placeMarks';

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

/** So many may be left over although the store knows none. */
const MAX_LEFT_OVER = 10;

interface Repair {
  readonly store: Pick<LogStore, 'knownKeys' | 'keysOf' | 'noteLost'>;
  readonly drivers: LogDrivers;
  /** Name of this installation. */
  readonly installation: string;
  readonly dryRun: boolean;
  /** Milliseconds since 1970 (UTC). */
  readonly now?: () => number;
  readonly signal: AbortSignal;
}

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
 * from then on; those that are still being captured are left for the next time.
 * Nothing is repaired in a place that may be that of somebody else.
 */
export async function repairOrphans(
  options: Repair,
): Promise<readonly OrphanReport[]> {
  const reports: OrphanReport[] = [];
  for (const driver of options.drivers.configuredNames) {
    reports.push(await repairDriver({ ...options, driver }));
  }
  return reports;
}

async function repairDriver(
  options: Repair & { driver: string },
): Promise<OrphanReport> {
  const { dryRun, driver, now = Date.now, signal } = options;
  const findings: Findings = {
    objects: 0,
    bytes: 0,
    examples: [],
    sound: 0,
    missing: new Map(),
  };
  let problem: string | undefined;
  try {
    const before = now() - MIN_AGE_MS;
    for await (const page of findLogsWithoutBytes(options)) {
      findings.sound += page.sound;
      for (const { key, logId } of page.missing) {
        findings.missing.set(key, logId);
      }
    }
    for await (const page of findOrphanedBytes({ ...options, before })) {
      noteBytes(findings, page);
    }
    problem = doubtsAbout(findings) ?? (await doubtsAboutPlace(options));
    if (!dryRun && !problem) {
      await repairFound(options, { findings, before });
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

async function repairFound(
  options: Repair & { driver: string },
  { findings, before }: { findings: Findings; before: number },
): Promise<void> {
  const { store, drivers, driver, signal } = options;
  // Once more, as there may be too many to hold.
  for await (const page of findOrphanedBytes({ ...options, before })) {
    const keys = page.map(({ key }) => key);
    await drivers.get(driver).delete(keys, { signal });
  }
  await store.noteLost(driver, [...findings.missing.keys()]);
}

/** Another installation may keep its logs there, of which this one knows none. */
async function doubtsAboutPlace({
  drivers,
  driver,
  installation,
  signal,
}: Repair & { driver: string }): Promise<string | undefined> {
  const [mark] = await marksOfOthers(drivers.get(driver), {
    installation,
    signal,
  });
  return mark === undefined
    ? undefined
    : `Another Backstage keeps its logs in the same place, so nothing is repaired: its mark is '${mark}'. Give each a place of its own; if there is no such Backstage any more, delete the mark`;
}

/** If nothing is where it should be, the driver is more likely to look elsewhere. */
function doubtsAbout({
  sound,
  missing,
  objects,
}: Findings): string | undefined {
  if (sound > 0) {
    return undefined;
  }
  if (missing.size > 0) {
    return 'None of the logs that it keeps were found, so nothing is repaired: are its settings right?';
  }
  return objects > MAX_LEFT_OVER
    ? `None of the ${objects} objects there are of a log that is known here, so nothing is repaired: is it the place of another Backstage?`
    : undefined;
}

function noteBytes(
  findings: Findings,
  orphans: readonly OrphanedBytes[],
): void {
  findings.objects += orphans.length;
  findings.bytes += orphans.reduce((sum, { size }) => sum + size, 0);
  findings.examples = [
    ...findings.examples,
    ...orphans.map(({ key }) => key),
  ].slice(0, MAX_EXAMPLES);
}
