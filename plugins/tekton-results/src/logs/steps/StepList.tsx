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

import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { Duration, useFormat } from '../../format';
import { logKey, type FoundInLogs } from '../find';
import type { LogsNavigation } from '../LogsNavigation';
import { StatusIcon, statusLook } from '../../status';
import { useTexts } from '../../translation';
import type { StepLogEntry, TaskLogs } from './logTree';
import styles from './StepList.module.css';

/** Above so many tasks only those with something to look at are open. */
const MANY_TASKS = 12;

/** Props of {@link StepList}. */
export interface StepListProps {
  readonly tree: readonly TaskLogs[];
  readonly current: StepLogEntry;
  /** How much was found in each log; absent: nothing is looked for. */
  readonly found?: FoundInLogs;
  readonly linkTo: LogsNavigation['linkTo'];
}

/** The tasks of a run and their steps, each a link to its log. */
export function StepList(props: StepListProps) {
  const { tree, current } = props;
  const t = useTexts();
  const nav = useRef<HTMLElement>(null);

  useEffect(() => {
    const list = nav.current;
    const step = list?.querySelector<HTMLElement>('[aria-current]');
    if (list && step) {
      keepInView(list, step);
    }
  }, [current.taskKey, current.attempt, current.step]);

  return (
    <nav ref={nav} className={styles.nav} aria-label={t('logs.steps.title')}>
      <ul className={styles.tasks}>
        {tree.map(task => (
          <TaskItem
            key={task.key}
            {...props}
            task={task}
            opened={
              tree.length <= MANY_TASKS ||
              task.key === current.taskKey ||
              task.attempts.some(({ steps }) => steps.some(isNotable))
            }
          />
        ))}
      </ul>
    </nav>
  );
}

/** Scrolls a list, and not the page around it. */
function keepInView(list: HTMLElement, item: HTMLElement) {
  const { top, bottom } = list.getBoundingClientRect();
  const place = item.getBoundingClientRect();
  if (place.top < top || place.bottom > bottom) {
    list.scrollTop += place.top - (top + bottom - place.height) / 2;
  }
}

function isNotable({ failed, status }: StepLogEntry): boolean {
  return failed || status === 'running';
}

function TaskItem(
  props: StepListProps & { readonly task: TaskLogs; readonly opened: boolean },
) {
  const { task, current, opened } = props;
  const t = useTexts();
  const [chosen, setChosen] = useState<boolean>();
  const isCurrent = task.key === current.taskKey;
  const open = isCurrent || (chosen ?? opened);
  const attempt =
    task.attempts.find(
      ({ number }) => isCurrent && number === current.attempt,
    ) ?? task.attempts[task.attempts.length - 1];
  const steps = attempt?.steps ?? [];

  return (
    <li>
      <div className={styles.task}>
        {steps.length > 0 && !isCurrent ? (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            aria-label={t(open ? 'logs.steps.close' : 'logs.steps.open', {
              task: task.title,
            })}
            onClick={() => setChosen(!open)}
          >
            {open ? (
              <RiArrowDownSLine size="1em" aria-hidden="true" />
            ) : (
              <RiArrowRightSLine size="1em" aria-hidden="true" />
            )}
          </button>
        ) : (
          <span className={styles.noFold} />
        )}
        {task.status && (
          <span
            className={`${styles.status} ${
              styles[statusLook[task.status].tone]
            }`}
          >
            <StatusIcon look={statusLook[task.status]} />
            <span className={styles.hidden}>{t(`status.${task.status}`)}</span>
          </span>
        )}{' '}
        <span className={styles.name}>{task.title}</span>
        {task.attempts.length > 1 && attempt && (
          <span className={styles.small}>
            {t('logs.attemptOf', {
              number: String(attempt.number),
              total: String(task.attempts.length),
            })}
          </span>
        )}
      </div>
      {steps.length === 0 && (
        <p className={styles.none}>{t('logs.steps.none')}</p>
      )}
      {open && steps.length > 0 && (
        <ul className={styles.steps}>
          {steps.map(entry => (
            <StepItem
              key={entry.log.container ?? ''}
              {...props}
              entry={entry}
              isLastAttempt={
                entry.attempt === task.attempts[task.attempts.length - 1].number
              }
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function StepItem(
  props: StepListProps & {
    readonly entry: StepLogEntry;
    readonly isLastAttempt: boolean;
  },
) {
  const { entry, current, found, linkTo } = props;
  const t = useTexts();
  const format = useFormat();
  const { log, status } = entry;
  const isCurrent =
    entry.taskKey === current.taskKey &&
    entry.attempt === current.attempt &&
    entry.step === current.step;
  const { run, container } = log;
  const key =
    run && container
      ? logKey({ uid: run.uid, attempt: entry.attempt, container })
      : '';
  const matches = found?.logs.get(key)?.matches ?? 0;

  return (
    <li>
      <Link
        className={isCurrent ? styles.current : styles.step}
        aria-current={isCurrent ? 'true' : undefined}
        to={linkTo({
          tab: 'logs',
          task: entry.taskKey,
          attempt: props.isLastAttempt ? null : entry.attempt,
          step: entry.step ?? null,
        })}
      >
        <span
          className={`${styles.status} ${
            status ? styles[statusLook[status].tone] : ''
          }`}
        >
          {status && <StatusIcon look={statusLook[status]} />}
          {status && (
            <span className={styles.hidden}>{t(`status.${status}`)}</span>
          )}
        </span>
        {/* Screen readers would read the words together. */}{' '}
        <span className={styles.name}>
          {entry.step ?? t('logs.steps.noSteps')}
          {log.kind && log.kind !== 'step' && (
            <span className={styles.small}> {t(`logs.kind.${log.kind}`)}</span>
          )}
        </span>{' '}
        {matches > 0 && (
          <span className={styles.found}>
            {t('logs.find.inStep', {
              count: matches,
              formatted: format.number(matches),
            })}
          </span>
        )}{' '}
        {log.state !== 'stored' && (
          <span className={styles.state}>{t(`logs.state.${log.state}`)}</span>
        )}
        {(entry.durationMs !== undefined || status === 'running') && (
          <span className={styles.small}>
            <Duration
              startedAt={entry.startedAt}
              durationMs={entry.durationMs}
              running={status === 'running'}
            />
          </span>
        )}
      </Link>
    </li>
  );
}
