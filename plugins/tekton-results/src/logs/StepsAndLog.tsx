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
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  FindBar,
  nextFound,
  logKey,
  notSearched,
  ordinalOf,
  useLogSearch,
  type FindOptions,
  type FoundLine,
} from './find';
import { formatFind, formatLines, readLogLocation } from './location';
import type { LogsNavigation } from './LogsNavigation';
import { LogPanel, nameOf, type LogTextHandle } from './panel';
import type { LineRange } from './rows';
import styles from './RunLogs.module.css';
import { nextTimeMode, useLogSettings } from './settings';
import {
  allSteps,
  chooseStep,
  nextFailure,
  StepList,
  type StepLogEntry,
  type TaskLogs,
} from './steps';
import { useLogKeys } from './useLogKeys';

/** Props of {@link StepsAndLog}. */
export interface StepsAndLogProps {
  readonly run: RunRef;
  /** With at least one step. */
  readonly tree: readonly TaskLogs[];
  readonly navigation: LogsNavigation;
  readonly onChanged: () => void;
}

/** The steps of a run beside the log of the one that is chosen. */
export function StepsAndLog(props: StepsAndLogProps) {
  const { run, tree, navigation, onChanged } = props;
  const { params, goTo, linkTo } = navigation;
  const location = useMemo(() => readLogLocation(params), [params]);
  const chosen = useChosenStep(tree, location);
  const [settings, changeSettings] = useLogSettings();
  const [finding, setFinding] = useState(false);
  // A link opens it; who opened it keeps it while it has no words.
  const findOpen = finding || location.find !== undefined;
  const [onlyFound, setOnlyFound] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const text = useRef<LogTextHandle>(null);
  const { entry, missing } = chosen;
  const { log } = entry;

  const options: FindOptions = useMemo(
    () => ({
      find: location.find ?? '',
      findInRun: location.findInRun,
      findRegex: location.findRegex,
      findCase: location.findCase,
    }),
    [location.find, location.findInRun, location.findRegex, location.findCase],
  );
  const search = useLogSearch(
    findOpen && options.find !== ''
      ? {
          query: options.find,
          regex: options.findRegex,
          caseSensitive: options.findCase,
          ...(options.findInRun
            ? { run: { cluster: run.cluster, uid: run.uid } }
            : {
                run: {
                  cluster: run.cluster,
                  uid: log.run?.uid ?? run.uid,
                },
                attempt: log.attempt,
                container: log.container,
              }),
        }
      : undefined,
  );
  const { found } = search;
  const left = useMemo(() => {
    const looked = options.findInRun ? allSteps(tree) : [entry];
    return [...new Set(notSearched(looked, found).map(nameOf))];
  }, [options.findInRun, tree, entry, found]);
  const [current, setCurrent] = useState<FoundLine>();
  const asked = JSON.stringify([options, options.findInRun || log]);
  useEffect(() => setCurrent(undefined), [asked]);

  const open = useCallback(
    (step: StepLogEntry) => {
      const attempts = tree.find(({ key }) => key === step.taskKey)?.attempts;
      const last = attempts?.[attempts.length - 1]?.number;
      goTo({
        tab: 'logs',
        task: step.taskKey,
        attempt: step.attempt === last ? null : step.attempt,
        step: step.step ?? null,
      });
    },
    [goTo, tree],
  );
  const changeFind = useCallback(
    (next: FindOptions) => {
      setFinding(true);
      goTo(formatFind(next), { replace: true });
    },
    [goTo],
  );
  const openFind = () => {
    setFinding(true);
    input.current?.focus();
    input.current?.select();
  };
  const closeFind = () => {
    setFinding(false);
    setOnlyFound(false);
    goTo(formatFind({ ...options, find: '' }), { replace: true });
    text.current?.focus();
  };
  const goToFound = (line: FoundLine) => {
    setCurrent(line);
    const target = allSteps(tree).find(
      ({ log: { run: of, attempt, container } }) =>
        of &&
        container &&
        logKey({ uid: of.uid, attempt, container }) === line.log,
    );
    if (target && target !== entry) {
      open(target);
    }
  };
  const moveTo = async (step: 1 | -1) => {
    const own = log.run && log.container;
    const next = nextFound(
      found,
      {
        current,
        log:
          own && log.run
            ? logKey({ ...log, uid: log.run.uid, container: own })
            : undefined,
        line: location.lines?.from,
      },
      step,
    );
    if (!next) {
      return;
    }
    const lines = 'page' in next ? await search.list(next.page) : [next.line];
    if (lines.length > 0) {
      goToFound(step === 1 ? lines[0] : lines[lines.length - 1]);
    }
  };
  const select = (range: LineRange | undefined, extended: boolean) =>
    goTo(
      {
        tab: 'logs',
        task: entry.taskKey,
        attempt: params.get('attempt'),
        step: entry.step ?? null,
        lines: range ? formatLines(range) : null,
      },
      // Whoever goes back does not mean every line on the way.
      { replace: extended },
    );
  const failure = (direction: 1 | -1) => nextFailure(tree, entry, direction);
  const goToFailure = (direction: 1 | -1) => {
    const next = failure(direction);
    if (next) {
      open(next);
    }
  };

  useEffect(() => {
    if (findOpen) {
      input.current?.focus();
    }
  }, [findOpen]);

  const onKeyDown = useLogKeys({
    region,
    isFinding: () => document.activeElement === input.current,
    actions: {
      find: openFind,
      wrap: () => changeSettings({ wrap: !settings.wrap }),
      times: () => changeSettings({ times: nextTimeMode(settings.times) }),
      end: () => text.current?.goToEnd(),
      nextFailure: () => goToFailure(1),
      previousFailure: () => goToFailure(-1),
    },
  });
  const task = tree.find(({ key }) => key === entry.taskKey) ?? tree[0];

  return (
    // Keys work wherever in it the focus is.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={region} className={styles.logs} onKeyDownCapture={onKeyDown}>
      <div className={styles.columns}>
        <StepList
          tree={tree}
          current={entry}
          found={findOpen && options.find ? found : undefined}
          linkTo={linkTo}
        />
        <LogPanel
          run={run}
          entry={entry}
          task={task}
          missing={missing}
          linkTo={linkTo}
          selected={missing ? undefined : location.lines}
          settings={settings}
          onSettings={changeSettings}
          found={found}
          current={current}
          onlyFound={onlyFound}
          findBar={
            findOpen ? (
              <FindBar
                ref={input}
                options={options}
                search={search}
                left={left}
                current={current && ordinalOf(found, current)}
                onlyFound={onlyFound}
                onChange={changeFind}
                onMove={moveTo}
                onOnlyFound={setOnlyFound}
                onClose={closeFind}
              />
            ) : undefined
          }
          onFind={findOpen ? closeFind : openFind}
          onNextFailure={failure(1) ? () => goToFailure(1) : undefined}
          onSelect={select}
          onChanged={onChanged}
          text={text}
        />
      </div>
    </div>
  );
}

/**
 * The step that the URL names or, if it names none, the one that was best when the
 * page was opened: who reads a log must not lose it because another step fails.
 */
function useChosenStep(
  tree: readonly TaskLogs[],
  location: ReturnType<typeof readLogLocation>,
) {
  const { task, attempt, step } = location;
  const first = useRef<{ task: string; attempt: number; step?: string }>();
  return useMemo(() => {
    const kept = task === undefined ? first.current : undefined;
    const chosen = chooseStep(tree, kept ?? { task, attempt, step });
    if (!chosen) {
      throw new Error('The run has no step');
    }
    if (task === undefined) {
      const { taskKey, attempt: number, step: name } = chosen.entry;
      first.current = { task: taskKey, attempt: number, step: name };
    }
    return chosen;
  }, [tree, task, attempt, step]);
}
