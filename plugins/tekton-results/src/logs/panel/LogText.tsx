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

import { useApi } from '@backstage/core-plugin-api';
import { Button } from '@backstage/ui';
import type {
  LogLine,
  LogRef,
  RunLog,
} from 'backstage-plugin-tekton-results-common';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MutableRefObject,
} from 'react';
import { tektonResultsApiRef } from '../../api';
import { useAnnounce } from '../../page';
import { ErrorState } from '../../states';
import { useTexts } from '../../translation';
import { SelectionBar } from '../bar';
import { logKey, type FoundInLogs, type FoundLine } from '../find';
import { lineLevel, useFollow, useLogLines, type LoadedLine } from '../lines';
import {
  LogView,
  MAX_LINE_CHARACTERS,
  someLines,
  type LineRange,
  type LogViewHandle,
} from '../rows';
import type { LogSettings } from '../settings';
import { logDetail, logStateText } from '../states';
import { LogStatus } from './LogStatus';
import styles from './LogPanel.module.css';
import { seenText } from './seenText';
import { useFoundLines } from './useFoundLines';
import { useGoToFailure } from './useGoToFailure';
import { useGoToSelected } from './useGoToSelected';

/** So many lines can be copied at once. */
const MAX_COPIED_LINES = 50_000;

/** What can be done with the text of a log from outside. */
export interface LogTextHandle {
  goToEnd(): void;
  focus(): void;
}

/** Props of {@link LogText}. */
export interface LogTextProps {
  readonly handle: MutableRefObject<LogTextHandle | null>;
  readonly log: RunLog;
  readonly logRef: LogRef;
  /** Of the log, for people. */
  readonly name: string;
  readonly failed: boolean;
  readonly startedAt?: string;
  readonly selected?: LineRange;
  readonly found: FoundInLogs;
  /** The line the user is at among those that were found. */
  readonly current?: FoundLine;
  readonly onlyFound: boolean;
  readonly settings: LogSettings;
  readonly onSelect: (range: LineRange | undefined, extended: boolean) => void;
  /** Nothing more will be written. */
  readonly onEnded: () => void;
}

/** The text of a log. It belongs to one log, so it needs a key. */
export function LogText(props: LogTextProps) {
  const { log, logRef, selected, settings, found, current, handle } = props;
  const t = useTexts();
  const api = useApi(tektonResultsApiRef);
  const view = useRef<LogViewHandle>(null);
  const isUnsettled = log.live || log.state === 'notYet';
  const lastLine = log.lastLine ?? log.lines;
  const lines = useLogLines(logRef, {
    count: lastLine,
    hasLosses: log.lastLine !== undefined,
    live: isUnsettled,
    atLeast: selected?.to,
  });
  const { count, exact } = lines.total;
  const say = useAnnounce();
  const [sticky, setSticky] = useState(log.live && !selected);
  const [pausedAt, setPausedAt] = useState(0);
  const [problem, setProblem] = useState<Error>();
  const most = useRef(count);
  most.current = Math.max(most.current, count);

  const status = useFollow(logRef, lines, {
    active: log.live,
    onEnd: props.onEnded,
    onLines: added => {
      const error = settings.announceErrors && firstError(added);
      if (error) {
        say(t('logs.said.error', { text: error }));
      }
    },
  });

  useGoToSelected(view, {
    selected,
    name: props.name,
    count,
    growing: !exact || log.live,
  });
  const goesToEnd = useGoToFailure(
    view,
    lines,
    props.failed && !selected && !current && !isUnsettled && count > 0,
  );

  useEffect(() => {
    if (current && current.log === logKey(logRef)) {
      setSticky(false);
      view.current?.scrollToLine(current.line.number);
    }
    // Who closes the log and opens it again is not at another line.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);

  handle.current = {
    goToEnd: () => {
      setSticky(log.live);
      view.current?.scrollToLine(count, { align: 'end' });
    },
    focus: () => view.current?.focus(),
  };

  const { matches, known } = useFoundLines(found, logKey(logRef), current);
  const listed = useMemo(
    () =>
      props.onlyFound && matches ? someLines([...matches.keys()]) : undefined,
    [props.onlyFound, matches],
  );
  const showRest = useCallback(
    async ({ number, cutFrom }: LoadedLine) => {
      try {
        const text = await api.getLogLine(logRef, number);
        const isTooLong = text.length > MAX_LINE_CHARACTERS;
        lines.replace(
          number,
          isTooLong ? text.slice(0, MAX_LINE_CHARACTERS) : text,
          isTooLong ? cutFrom : undefined,
        );
      } catch (error) {
        setProblem(error instanceof Error ? error : new Error(String(error)));
      }
    },
    [api, lines, logRef],
  );

  const readText = async () => {
    const { from, to } = selected ?? { from: 1, to: 0 };
    const last = Math.min(to, from + MAX_COPIED_LINES - 1);
    return (await lines.read(from, last)).map(seenText).join('\n');
  };

  const error = problem ?? lines.error;
  const isBeyond = selected && exact && !isUnsettled && selected.from > count;
  const isShorter =
    !isUnsettled && lastLine !== undefined && lastLine < most.current;
  const isPaused = log.live && !sticky;
  const newLines = Math.max(0, count - pausedAt);
  const why = log.state === 'partial' ? logStateText(log, true) : undefined;
  const detail = logDetail(log);

  return (
    <>
      {error && (
        <ErrorState
          title={t('logs.error.lines')}
          error={error}
          retry={() => {
            setProblem(undefined);
            lines.retry();
          }}
        />
      )}
      {isBeyond && (
        <p className={styles.note} role="status">
          {t('logs.beyond', {
            line: String(selected.from),
            last: String(count),
          })}
        </p>
      )}
      {isShorter && (
        <p className={styles.note} role="status">
          {t('logs.shorter', { lines: String(most.current) })}
        </p>
      )}
      {count === 0 && !why ? (
        <p className={styles.empty} role="status">
          {t(`logs.why.${log.live ? 'streamingEmpty' : 'empty'}.text` as const)}
        </p>
      ) : (
        <LogView
          ref={view}
          label={t('logs.region', { name: props.name })}
          lines={lines}
          rows={listed}
          known={known}
          wrap={settings.wrap}
          times={settings.times}
          startedAt={log.firstLineAt ?? props.startedAt}
          selected={selected}
          matches={matches}
          startAt={goesToEnd || sticky ? count : selected?.from}
          sticky={sticky && !listed}
          endNote={
            why && (
              <>
                <strong>{t(`logs.why.${why}.title`)}</strong>{' '}
                {t(`logs.why.${why}.text`)}
                {detail && <span lang="en"> {detail}</span>}
              </>
            )
          }
          onSelect={props.onSelect}
          onScrolled={atEnd => {
            if (log.live && atEnd !== sticky) {
              setSticky(atEnd);
              setPausedAt(count);
            }
          }}
          onShowRest={showRest}
        />
      )}
      {isPaused && (
        <div className={styles.follow}>
          <Button
            size="small"
            variant="primary"
            onPress={() => setSticky(true)}
          >
            {newLines > 0
              ? t('logs.followNew', {
                  count: newLines,
                  formatted: String(newLines),
                })
              : t('logs.follow')}
          </Button>
        </div>
      )}
      {selected && !isBeyond && (
        <SelectionBar
          range={selected}
          readText={readText}
          onClear={() => {
            props.onSelect(undefined, false);
            view.current?.focus();
          }}
        />
      )}
      <LogStatus log={log} count={count} exact={exact} follow={status} />
    </>
  );
}

function firstError(lines: readonly LogLine[]): string | undefined {
  const error = lines.find(line => {
    const text = seenText(line);
    return lineLevel(text).level === 'error' || /\berror\b/i.test(text);
  });
  return error && seenText(error);
}
