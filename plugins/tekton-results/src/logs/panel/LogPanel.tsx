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

import type { RunRef } from 'backstage-plugin-tekton-results-common';
import { useMemo, useRef, type MutableRefObject, type ReactNode } from 'react';
import { useTexts } from '../../translation';
import { DownloadMenu, LogBar } from '../bar';
import type { FoundInLogs, FoundLine } from '../find';
import type { LogsNavigation } from '../LogsNavigation';
import type { LineRange } from '../rows';
import type { LogSettings } from '../settings';
import { hasText, LogStateNotice } from '../states';
import type { StepLogEntry, TaskLogs } from '../steps';
import { LogHeading, nameOf } from './LogHeading';
import styles from './LogPanel.module.css';
import { LogText, type LogTextHandle } from './LogText';

/** Props of {@link LogPanel}. */
export interface LogPanelProps {
  readonly run: RunRef;
  readonly entry: StepLogEntry;
  readonly task: TaskLogs;
  /** The URL names a step that there is not. */
  readonly missing: boolean;
  readonly linkTo: LogsNavigation['linkTo'];
  readonly selected?: LineRange;
  readonly settings: LogSettings;
  readonly onSettings: (change: Partial<LogSettings>) => void;
  readonly found: FoundInLogs;
  readonly current?: FoundLine;
  readonly onlyFound: boolean;
  /** Undefined: nothing is looked for. */
  readonly findBar?: ReactNode;
  readonly onFind: () => void;
  readonly onNextFailure?: () => void;
  readonly onSelect: (range: LineRange | undefined, extended: boolean) => void;
  /** The log may stand otherwise than it did. */
  readonly onChanged: () => void;
  readonly text: MutableRefObject<LogTextHandle | null>;
}

/** The log of a step: its text, or why there is none. */
export function LogPanel(props: LogPanelProps) {
  const { run, entry, text } = props;
  const t = useTexts();
  const { log } = entry;
  const { cluster } = run;
  const uid = log.run?.uid;
  const { attempt, container } = log;
  const logRef = useMemo(
    () =>
      uid !== undefined && container !== undefined
        ? { cluster, uid, attempt, container }
        : undefined,
    [cluster, uid, attempt, container],
  );
  // What was followed stays in view while it is being stored.
  const key = `${uid}/${attempt}/${container}`;
  const followed = useRef<string>();
  if (log.live) {
    followed.current = key;
  }
  const isBeingStored = log.state === 'notYet' && followed.current === key;
  const isThere = logRef !== undefined && (hasText(log) || isBeingStored);
  const finished = entry.status !== 'running' && entry.status !== 'waiting';

  return (
    <section className={styles.panel} aria-label={nameOf(entry)}>
      <LogBar
        heading={
          <LogHeading entry={entry} task={props.task} linkTo={props.linkTo} />
        }
        onNextFailure={props.onNextFailure}
        text={
          isThere
            ? {
                settings: props.settings,
                onSettings: props.onSettings,
                findOpen: props.findBar !== undefined,
                onFind: props.onFind,
                onEnd: () => text.current?.goToEnd(),
                download: <DownloadMenu run={run} log={logRef} />,
              }
            : undefined
        }
      />
      {props.findBar}
      {props.missing && (
        <p className={styles.note} role="status">
          {t('logs.missingStep')}
        </p>
      )}
      {log.kind === 'whole' && (
        <p className={styles.note}>{t('logs.storedTogether')}</p>
      )}
      {isThere ? (
        <LogText
          key={key}
          handle={text}
          log={log}
          logRef={logRef}
          name={nameOf(entry)}
          failed={entry.failed}
          startedAt={entry.startedAt}
          selected={props.selected}
          found={props.found}
          current={props.current}
          onlyFound={props.onlyFound}
          settings={props.settings}
          onSelect={props.onSelect}
          onEnded={props.onChanged}
        />
      ) : (
        <div className={styles.notice}>
          <LogStateNotice
            log={log}
            finished={finished}
            retry={props.onChanged}
          />
        </div>
      )}
    </section>
  );
}
