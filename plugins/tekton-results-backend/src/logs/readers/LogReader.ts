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

/** One attempt of a TaskRun, as far as it says where its logs come from. */
export interface ReadAttempt {
  readonly podName?: string;
  readonly steps: ReadonlyArray<{
    /** Such as `build`. */
    readonly name: string;
    /** Such as `step-build`. */
    readonly container: string;
  }>;
}

/** A TaskRun whose logs are asked for. Other runs have none of their own. */
export interface ReadRun {
  /**
   * The parent of its Record, which decides who may see it: what the object says
   * of itself is not to be believed.
   */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Last part of the name of its Result. */
  readonly result: string;
  /** Last part of the name of its Record. */
  readonly record: string;
  /** When the first attempt started (ms since 1970, UTC); absent: not yet. */
  readonly startedAt?: number;
  /** Absent: it goes on. */
  readonly completedAt?: number;
  /** In order, the first being number 1. */
  readonly attempts: readonly ReadAttempt[];
}

/**
 * A log that others keep. Without a step and a container it is that of all steps,
 * stored together.
 */
export interface ReadLog {
  /** Such as `build`; absent where only the container is known. */
  readonly step?: string;
  /** Such as `step-build`. */
  readonly container?: string;
  /** From 1; absent where attempts cannot be told apart. */
  readonly attempt?: number;
  /**
   * The text, line by line as others stored it.
   *
   * @throws LogUnavailableError if it cannot be read, or not all of it
   */
  bytes(options: { signal: AbortSignal }): AsyncIterable<Uint8Array>;
}

/** Reads logs of a cluster that others keep. */
export interface LogReader {
  /** For so long after the end of a step its last lines may still come (ms). */
  readonly delayMs: number;
  /**
   * What there is of a run, by attempt and in the order of its steps. Nothing is
   * no failure.
   *
   * @throws LogUnavailableError if that cannot be found out
   */
  read(
    run: ReadRun,
    options: { signal: AbortSignal },
  ): Promise<readonly ReadLog[]>;
}
