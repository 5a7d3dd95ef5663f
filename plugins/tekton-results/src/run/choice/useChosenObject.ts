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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import type { PolledRequest } from '../../data';
import { findTask, type KeyedTask, type RunLocationState } from '../location';
import { textAt, useRunObject, type JsonObject } from '../object';

/** Props of a tab that shows the object of a run or of one of its tasks. */
export interface ObjectTabProps {
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  /** The object of the run itself. */
  readonly object: PolledRequest<JsonObject | undefined>;
  /** Changes whenever an object may have. */
  readonly version: string;
  readonly location: RunLocationState;
}

/** The object that the URL chooses, and the task that it is of. */
export interface ChosenObject {
  /** Absent if the run itself is chosen. */
  readonly chosen?: KeyedTask;
  readonly object?: JsonObject;
  readonly loading: boolean;
  readonly error?: Error;
  readonly retry: () => void;
}

/** The object of the task that the URL selects; without one, that of the run. */
export function useChosenObject(props: ObjectTabProps): ChosenObject {
  const { run, tasks, object, version, location } = props;
  const selected = findTask(tasks, location.location.task);
  const uid = selected?.task.run?.uid;
  const chosen = uid !== undefined && uid !== run.uid ? selected : undefined;
  const ofTask = useRunObject(
    chosen && uid !== undefined ? { cluster: run.cluster, uid } : undefined,
    version,
  );
  const request = chosen ? ofTask : object;
  // While another task is loading, what is there is of the one before.
  const right = !chosen || textAt(request.value, 'metadata', 'uid') === uid;
  const value = right ? request.value : undefined;
  return {
    chosen,
    object: value,
    loading: value === undefined && !request.error,
    error: request.error,
    retry: request.retry,
  };
}
