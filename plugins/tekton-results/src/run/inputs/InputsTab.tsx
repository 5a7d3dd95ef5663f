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

import { ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { ObjectChoice, useChosenObject, type ObjectTabProps } from '../choice';
import { InputsAndOutputs } from './InputsAndOutputs';

/** What a run, or one of its tasks, was given and what it gave. */
export function InputsTab(props: ObjectTabProps) {
  const { run, tasks, location } = props;
  const t = useTexts();
  const { chosen, object, loading, error, retry } = useChosenObject(props);

  return (
    <>
      <ObjectChoice
        run={run}
        tasks={tasks}
        chosen={chosen}
        location={location}
      />
      {loading && <LoadingLines label={t('inputs.loading')} />}
      {!loading && !object && error && (
        <ErrorState
          title={t('error.inputsTitle')}
          error={error}
          retry={retry}
        />
      )}
      {object && (
        <InputsAndOutputs
          object={object}
          pipelineRun={props.object.value}
          task={chosen?.task.name}
          attempt={chosen && location.location.attempt}
        />
      )}
    </>
  );
}
