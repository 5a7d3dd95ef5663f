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

import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import {
  isFinished,
  type RunDetails,
} from 'backstage-plugin-tekton-results-common';
import { useNavigate, useParams } from 'react-router-dom';
import { useTexts } from '../translation';
import { FailureBox } from './FailureBox';
import { RunFacts } from './RunFacts';
import { RunHeading } from './RunHeading';
import { TaskTable } from './TaskTable';
import { YamlPanel } from './YamlPanel';

const YAML = 'yaml';
const TASKS = 'tasks';

/** Props of {@link RunBody}. */
export interface RunBodyProps {
  readonly details: RunDetails;
}

/** Everything that is known of a run. */
export function RunBody({ details }: RunBodyProps) {
  const t = useTexts();
  const navigate = useNavigate();
  const tab = useParams()['*'] === YAML ? YAML : TASKS;
  const { run, tasks, capture } = details;
  const finished = isFinished(run.status);

  return (
    <>
      <RunHeading run={run} />
      <FailureBox run={run} tasks={tasks} />
      <RunFacts run={run} capture={capture} />
      <Tabs
        selectedKey={tab}
        onSelectionChange={key => navigate(key === YAML ? YAML : '.')}
      >
        <TabList aria-label={t('run.tabs')}>
          <Tab id={TASKS}>{t('run.tasksTab')}</Tab>
          <Tab id={YAML}>{t('run.yamlTab')}</Tab>
        </TabList>
        <TabPanel id={TASKS}>
          <TaskTable tasks={tasks} />
        </TabPanel>
        <TabPanel id={YAML}>
          <YamlPanel run={run} finished={finished} />
        </TabPanel>
      </Tabs>
    </>
  );
}
