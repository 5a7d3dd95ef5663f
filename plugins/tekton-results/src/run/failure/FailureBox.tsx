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
  RunDetails,
  RunSummary,
  TaskFailure,
} from 'backstage-plugin-tekton-results-common';
import type { ReactNode } from 'react';
import { stringify } from 'yaml';
import { Time } from '../../format';
import { CodeBlock } from '../../states';
import { useTexts } from '../../translation';
import { keyOfRun, type KeyedTask, type RunLocationState } from '../location';
import { definitionReference, type JsonObject } from '../object';
import styles from './FailureBox.module.css';
import { FailureClass } from './FailureClass';
import { FailureFacts } from './FailureFacts';
import { FailureLinks } from './FailureLinks';
import { FailureLog } from './FailureLog';
import { OtherFailures } from './OtherFailures';

/** Props of {@link FailureBox}. */
export interface FailureBoxProps {
  readonly details: RunDetails;
  /** The run that this one belongs to. */
  readonly parent?: RunSummary;
  readonly tasks: readonly KeyedTask[];
  /** Absent until it is there. */
  readonly object?: JsonObject;
  readonly location: RunLocationState;
}

/** What went wrong, for runs that ended in another way than hoped for. */
export function FailureBox(props: FailureBoxProps) {
  const { details, parent, tasks, object, location } = props;
  const { run, failureCause: cause, capture } = details;
  const t = useTexts();

  if (run.status === 'incomplete') {
    return (
      <Box look={styles.warning} title={t('run.failure.incomplete')}>
        <p className={styles.text}>{t('run.failure.incompleteHint')}</p>
        {capture.lastSeenAt && (
          <p className={styles.text}>
            {t('run.failure.lastSeen')} <Time value={capture.lastSeenAt} />
          </p>
        )}
        {run.message && <p className={styles.message}>{run.message}</p>}
      </Box>
    );
  }
  if (!cause) {
    return null;
  }
  const taskKey = keyOfRun(tasks, cause);
  // Lists show the runs of pipelines, not those of their tasks.
  const listed = run.ownerUid === undefined ? run : parent;
  const reference =
    run.status === 'couldNotStart' && object && definitionReference(object);

  return (
    <Box
      look={run.status === 'cancelled' ? styles.neutral : styles.danger}
      title={t(
        run.status === 'cancelled'
          ? 'run.failure.cancelled'
          : 'run.failure.title',
      )}
    >
      <FailureClass failure={cause} />
      <FailureFacts
        failure={cause}
        taskKey={run.kind === 'PipelineRun' ? taskKey : undefined}
        location={location}
      />
      <p className={styles.message}>
        {cause.message || run.message || t('run.failure.noMessage')}
      </p>
      {reference && (
        <div className={styles.definition}>
          <CodeBlock
            label={t('run.failure.definition')}
            code={stringify(reference, { lineWidth: 0 })}
          />
        </div>
      )}
      {hasStep(cause) && taskKey && (
        <FailureLog
          cluster={run.cluster}
          failure={cause}
          taskKey={taskKey}
          location={location}
        />
      )}
      {listed && <FailureLinks run={listed} />}
      <OtherFailures
        failures={cause.others}
        tasks={tasks}
        location={location}
      />
    </Box>
  );
}

function hasStep(failure: TaskFailure): boolean {
  return failure.step !== undefined && failure.attempt !== undefined;
}

function Box(props: { look: string; title: string; children: ReactNode }) {
  const { look, title, children } = props;
  return (
    <section className={`${styles.box} ${look}`} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {children}
    </section>
  );
}
