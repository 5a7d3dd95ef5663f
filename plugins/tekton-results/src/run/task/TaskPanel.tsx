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

import { ButtonIcon } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { type RefObject, useRef } from 'react';
import { Link } from 'react-router-dom';
import type { PolledRequest } from '../../data';
import { runPath } from '../../routing';
import { StatusChip } from '../../status';
import { useTexts } from '../../translation';
import { taskTitle, type KeyedTask, type RunLocationState } from '../location';
import type { JsonObject } from '../object';
import { AttemptSwitch } from './AttemptSwitch';
import { TaskInputs } from './TaskInputs';
import styles from './TaskPanel.module.css';
import { TaskSteps } from './TaskSteps';
import { TaskTimes } from './TaskTimes';
import { useEscape } from './useEscape';
import { WhenList } from './WhenList';

/** Props of {@link TaskPanel}. */
export interface TaskPanelProps {
  readonly headingRef: RefObject<HTMLHeadingElement>;
  readonly run: RunSummary;
  readonly keyed: KeyedTask;
  /** The object of the run itself. */
  readonly object: PolledRequest<JsonObject | undefined>;
  readonly version: string;
  readonly location: RunLocationState;
  readonly onClose: () => void;
}

/** All that is known of a task. */
export function TaskPanel(props: TaskPanelProps) {
  const { headingRef, run, keyed, object, version, location, onClose } = props;
  const t = useTexts();
  const panel = useRef<HTMLElement>(null);
  useEscape(panel, onClose);
  const { task, key } = keyed;
  const wanted = location.location.attempt;
  const attempt =
    task.attempts.find(({ number }) => number === wanted) ??
    task.attempts.at(-1);
  const message = attempt?.message ?? task.message;
  const ownRun = task.run && task.run.uid !== run.uid ? task.run : undefined;

  return (
    <section ref={panel} className={styles.panel} aria-label={t('task.panel')}>
      <div className={styles.head}>
        <h3 ref={headingRef} className={styles.title} tabIndex={-1}>
          {taskTitle(task)}
        </h3>
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiCloseLine />}
          aria-label={t('task.close')}
          onPress={onClose}
        />
      </div>
      <p className={styles.line}>
        <StatusChip status={attempt?.status ?? task.status} />
        {attempt?.reason ?? task.reason}
        {task.finally && <span>{t('waterfall.finallyTask')}</span>}
      </p>
      {message && task.status !== 'succeeded' && (
        <p className={styles.message}>{message}</p>
      )}
      {task.attempts.length > 1 && (
        <AttemptSwitch
          attempts={task.attempts}
          current={attempt?.number}
          location={location}
        />
      )}
      <p className={styles.links}>
        {task.run?.kind !== 'CustomRun' && attempt && (
          <Link
            className={styles.link}
            to={location.linkTo({
              tab: 'logs',
              task: key,
              attempt: attempt.number,
            })}
          >
            {t('task.openLog')}
          </Link>
        )}
        {ownRun && (
          <Link
            className={styles.link}
            to={`../${runPath({ cluster: run.cluster, uid: ownRun.uid })}`}
          >
            {t('task.openRun', { kind: ownRun.kind })}
          </Link>
        )}
      </p>
      {task.run?.kind === 'CustomRun' && (
        <p className={styles.muted}>{t('task.customRun')}</p>
      )}
      {!task.run && (
        <p className={styles.muted}>{t(`task.noRun.${noRun(task.status)}`)}</p>
      )}
      {attempt && <TaskTimes task={task} attempt={attempt} />}
      {attempt && attempt.steps.length > 0 && (
        <TaskSteps taskKey={key} attempt={attempt} location={location} />
      )}
      {run.kind === 'PipelineRun' && object.value && (
        <WhenList object={object.value} task={task.name} />
      )}
      {task.run && (
        <TaskInputs
          run={run}
          keyed={keyed}
          object={object}
          version={version}
          attempt={attempt?.number}
        />
      )}
    </section>
  );
}

function noRun(status: KeyedTask['task']['status']) {
  return status === 'skipped' || status === 'waiting' || status === 'incomplete'
    ? status
    : 'notStarted';
}
