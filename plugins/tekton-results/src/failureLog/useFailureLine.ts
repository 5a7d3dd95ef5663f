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
import { useApi } from '@backstage/core-plugin-api';
import type {
  RunSummary,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import { useEffect, useState } from 'react';
import { tektonResultsApiRef } from '../api';
import { readFailureLog } from './readFailureLog';
import { takeTurns } from './takeTurns';

/** A list of failures must not crowd out what the user asks for. */
const AT_ONCE = 2;
const MAX_REMEMBERED = 500;

/** The line of a log that tells best why a run failed. */
export interface FailureLine {
  readonly attempt: number;
  readonly number: number;
  readonly text: string;
}

const turn = takeTurns(AT_ONCE);
/** Logs of steps that failed do not change: each is asked for once. */
const remembered = new WeakMap<
  TektonResultsLogsApi,
  Map<string, FailureLine | undefined>
>();

/**
 * What the log says of the failure of a run; undefined while that is not known, or
 * if it may not be read.
 *
 * @param wanted - whether somebody would see it
 */
export function useFailureLine(
  run: RunSummary,
  wanted: boolean,
): FailureLine | undefined {
  const api = useApi(tektonResultsApiRef);
  const { cluster, uid } = run;
  const { task, step } = run.failure ?? {};
  const key = JSON.stringify([cluster, uid, task, step]);
  const [found, setFound] = useState<{ key: string; line?: FailureLine }>();
  const known = memoryOf(api).get(key);
  const asks = wanted && step !== undefined && !memoryOf(api).has(key);

  useEffect(() => {
    if (!asks || step === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    turn(async () => {
      signal.throwIfAborted();
      return readFailureLog(api, { cluster, uid }, { task, step }, signal);
    }).then(
      ({ state, attempt = 1, lines, anchor }) => {
        const text = lines.find(({ number }) => number === anchor)?.text.trim();
        const line =
          text && anchor !== undefined
            ? { attempt, number: anchor, text }
            : undefined;
        if (state === 'stored' || state === 'partial') {
          remember(memoryOf(api), key, line);
        }
        if (!signal.aborted) {
          setFound({ key, line });
        }
      },
      () => {
        // The row tells where it failed all the same, and leads to the log.
      },
    );
    return () => controller.abort();
  }, [api, asks, cluster, uid, task, step, key]);

  return known ?? (found?.key === key ? found.line : undefined);
}

function memoryOf(
  api: TektonResultsLogsApi,
): Map<string, FailureLine | undefined> {
  const memory = remembered.get(api) ?? new Map();
  remembered.set(api, memory);
  return memory;
}

function remember(
  memory: Map<string, FailureLine | undefined>,
  key: string,
  line: FailureLine | undefined,
): void {
  const [oldest] = memory.keys();
  if (memory.size >= MAX_REMEMBERED && oldest !== undefined) {
    memory.delete(oldest);
  }
  memory.set(key, line);
}
