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
import { SelectField } from '../../page';
import { useTexts } from '../../translation';
import { taskTitle, type KeyedTask, type RunLocationState } from '../location';
import styles from './ObjectChoice.module.css';

/** Props of {@link ObjectChoice}. */
export interface ObjectChoiceProps {
  readonly run: RunSummary;
  readonly tasks: readonly KeyedTask[];
  readonly chosen?: KeyedTask;
  readonly location: RunLocationState;
}

/** Chooses between a run and its tasks; nothing where there is but one. */
export function ObjectChoice(props: ObjectChoiceProps) {
  const { run, tasks, chosen, location } = props;
  const t = useTexts();
  const withRun = tasks.filter(
    ({ task }) => task.run !== undefined && task.run.uid !== run.uid,
  );

  if (withRun.length === 0) {
    return null;
  }
  return (
    <div className={styles.choice}>
      <SelectField
        label={t('run.choice.of')}
        value={chosen?.key ?? ''}
        options={[
          { value: '', text: t('run.choice.run', { kind: run.kind }) },
          ...withRun.map(({ key, task }) => ({
            value: key,
            text: t('run.choice.task', { task: taskTitle(task) }),
          })),
        ]}
        onChange={key => location.goTo({ task: key || null })}
      />
    </div>
  );
}
