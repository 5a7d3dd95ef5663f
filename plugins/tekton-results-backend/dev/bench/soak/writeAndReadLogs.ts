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
import { ConfigReader } from '@backstage/config';
import {
  databaseLogDriverFactory,
  DriverLogArchive,
  LogDrivers,
} from '../../../src/logs';
import type { StepLog } from '../../../src/store';
import type { BenchDatabase } from '../database';
import { logChunks } from '../logs/LogSource';
import type { CountingLogger } from './CountingLogger';

const WRITERS = 16;
const PAUSE_MS = 100;
const LINES = 400;
/** So many logs back is the one that is read. */
const BACK = 20;
/** What is begun is ended. */
const never = new AbortController().signal;

/** What was done with logs. */
export interface LogFigures {
  readonly written: number;
  readonly read: number;
  /** That did not say what was written. */
  readonly wrong: number;
  /** That retention had removed meanwhile. */
  readonly gone: number;
}

/**
 * Writes logs of runs, some at once, and reads earlier ones whole, until it is told to
 * stop.
 *
 * @param options - `nextRun`: the uid of a run that is stored
 */
export async function writeAndReadLogs(
  { stores }: Pick<BenchDatabase, 'stores'>,
  options: {
    cluster: string;
    nextRun: () => string | undefined;
    logger: CountingLogger;
    signal: AbortSignal;
  },
): Promise<LogFigures> {
  const { cluster, nextRun, logger, signal } = options;
  const { drivers } = await LogDrivers.create({
    driver: 'database',
    config: new ConfigReader({}),
    factories: [databaseLogDriverFactory({ objects: stores.logObjects })],
    logger,
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: Infinity, redact: [] },
  });
  const chunks = logChunks(LINES);
  const written = Buffer.concat(chunks).toString();
  const figures = { written: 0, read: 0, wrong: 0, gone: 0 };
  const logs: StepLog[] = [];
  const write = async (runUid: string) => {
    const [log] = await stores.logs.open(
      [
        {
          cluster,
          runUid,
          attempt: 1,
          container: 'step-bench',
          kind: 'step',
          step: 'bench',
          position: 0,
          podName: 'bench-pod',
        },
      ],
      {},
    );
    const appended = await archive.append(log, sourceOf(chunks), {
      isLast: () => true,
      signal: never,
    });
    figures.written += 1;
    logs.push(appended.log);
  };
  const read = async (log: StepLog) => {
    let text = '';
    try {
      for await (const line of archive.lines(log, {
        from: 0,
        to: LINES,
        signal: never,
      })) {
        text += `${line.time} ${line.text}\n`;
      }
    } catch (error) {
      const now = await stores.logs.logsOf(cluster, [log.runUid]);
      if (now.some(({ id, segments }) => id === log.id && segments > 0)) {
        throw error;
      }
      figures.gone += 1;
      return;
    }
    figures.read += 1;
    figures.wrong += text === written ? 0 : 1;
  };
  const workOn = async () => {
    while (!signal.aborted) {
      const runUid = nextRun();
      if (runUid !== undefined) {
        await write(runUid);
        const earlier = logs.length > BACK ? logs.shift() : undefined;
        if (earlier) {
          await read(earlier);
        }
      }
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, workOn));
  return figures;
}

async function* sourceOf(chunks: readonly Buffer[]) {
  yield* chunks;
}
