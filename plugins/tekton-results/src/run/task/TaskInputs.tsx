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
import { ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { InputsAndOutputs } from '../inputs';
import type { KeyedTask } from '../location';
import { textAt, useRunObject, type JsonObject } from '../object';

/** Props of {@link TaskInputs}. */
export interface TaskInputsProps {
  readonly run: RunSummary;
  readonly keyed: KeyedTask;
  /** The object of the run itself. */
  readonly object: PolledRequest<JsonObject | undefined>;
  readonly version: string;
  readonly attempt?: number;
}

/** What a task was given and what it gave, as the object of its run tells. */
export function TaskInputs(props: TaskInputsProps) {
  const { run, keyed, object, version, attempt } = props;
  const t = useTexts();
  const uid = keyed.task.run?.uid;
  const own = uid !== undefined && uid !== run.uid;
  const ofTask = useRunObject(
    own ? { cluster: run.cluster, uid } : undefined,
    version,
  );
  const { value, error, retry } = own ? ofTask : object;
  const right = !own || textAt(value, 'metadata', 'uid') === uid;

  if (value && right) {
    return (
      <InputsAndOutputs
        object={value}
        pipelineRun={own ? object.value : undefined}
        task={keyed.task.name}
        attempt={attempt}
      />
    );
  }
  return error ? (
    <ErrorState title={t('error.inputsTitle')} error={error} retry={retry} />
  ) : (
    <LoadingLines label={t('inputs.loading')} lines={3} />
  );
}
