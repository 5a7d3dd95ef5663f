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

import type {
  LogCause,
  LogState,
} from 'backstage-plugin-tekton-results-common';
import type { LogContainerKind, StepLog, StoredRun } from '../../store';
import type { LogText } from './LogText';

/**
 * What there is to say about the log of a step, or of a run of which no step ever
 * started. Times are ms since 1970 (UTC).
 */
export interface RunLog {
  /** The run that wrote it; absent if it is not stored. */
  readonly run?: StoredRun;
  /** Name of the task in its pipeline. */
  readonly task: string;
  readonly attempt: number;
  /** How many attempts of the run there are. */
  readonly attempts: number;
  /** Absent: there were no steps. */
  readonly step?: string;
  readonly container?: string;
  readonly kind?: LogContainerKind;
  readonly podName?: string;
  readonly state: LogState;
  readonly cause?: LogCause;
  /** In words. */
  readonly reason?: string;
  readonly stateTime?: number;
  /** As far as it is there. */
  readonly bytes?: number;
  readonly lines?: number;
  /** Number of the last line, if lines before it are lost; else it is `lines`. */
  readonly lastLine?: number;
  readonly firstLineAt?: number;
  readonly lastLineAt?: number;
  /** Whether the container may still be writing. */
  readonly live: boolean;
  /** Absent: it is not kept here, or there is nothing of it. */
  readonly stored?: StepLog;
  /** Absent: there is nothing to read. */
  readonly text?: LogText;
  /** Others keep it. */
  readonly elsewhere?: true;
  /** There was no step that could have written anything. */
  readonly withoutSteps?: true;
}

/** Something of which there is a text. */
export type ReadableLog = RunLog & Required<Pick<RunLog, 'run' | 'text'>>;

/** Whether there is a text to read, which may be empty. */
export function isReadable(log: RunLog): log is ReadableLog {
  return log.run !== undefined && log.text !== undefined;
}
