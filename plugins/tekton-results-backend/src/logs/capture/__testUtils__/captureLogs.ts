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

import { mockServices } from '@backstage/backend-test-utils';
import type { Stores, StepLog } from '../../../store';
import { DriverLogArchive } from '../../archive';
import { databaseLogDriverFactory, LogDrivers } from '../../drivers';
import type { LogArchive } from '../../LogArchive';
import {
  DEFAULT_CAPTURE_SETTINGS,
  type CaptureSettings,
} from '../CaptureSettings';
import { createCollectLogs, type CollectLogs } from '../collectLogs';

const MIB = 1024 * 1024;

/** Keeps logs in the database of the stores. */
export async function createTestArchive(
  stores: Pick<Stores, 'logs' | 'logObjects'>,
  options: { maxBytes?: number } = {},
): Promise<LogArchive> {
  const { drivers } = await LogDrivers.create({
    driver: 'database',
    config: undefined,
    factories: [databaseLogDriverFactory({ objects: stores.logObjects })],
    logger: mockServices.logger.mock(),
  });
  return new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: options.maxBytes ?? 256 * MIB, redact: [] },
  });
}

/** Captures the logs of all clusters, and soon. */
export function collectTestLogs(options: {
  archive: Pick<LogArchive, 'append'>;
  stores: Pick<Stores, 'logs' | 'logCapture'>;
  settings?: Partial<CaptureSettings>;
  maxFollowMs?: number;
}): CollectLogs {
  const { archive, stores, settings, maxFollowMs } = options;
  return createCollectLogs({
    archive,
    stores,
    maxFollowMs,
    logType: () => 'File',
    settingsOf: () => ({
      ...DEFAULT_CAPTURE_SETTINGS,
      intervalMs: 50,
      maxIntervalMs: 500,
      sidecars: true,
      ...settings,
    }),
  });
}

/** The text of a log, byte for byte. */
export async function textOf(
  archive: LogArchive,
  log: StepLog,
  options: { timestamps?: boolean } = {},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  const { signal } = new AbortController();
  for await (const chunk of archive.bytes(log, { ...options, signal })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
