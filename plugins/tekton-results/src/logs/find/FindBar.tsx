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
import { RiArrowDownLine, RiArrowUpLine, RiCloseLine } from '@remixicon/react';
import {
  forwardRef,
  useEffect,
  useId,
  useRef,
  useState,
  type ForwardedRef,
  type KeyboardEvent,
} from 'react';
import { errorMessage } from '../../data';
import { useFormat } from '../../format';
import { useAnnounce } from '../../page';
import { useTexts } from '../../translation';
import styles from './FindBar.module.css';
import { mistakeIn } from './mistakeIn';
import type { LogSearch } from './useLogSearch';

/** Who types does not want an answer to every letter. */
const TYPING_MS = 300;

/** So many logs are named that were not looked through. */
const MAX_NAMED = 5;

/** What to find and how. */
export interface FindOptions {
  readonly find: string;
  readonly findInRun: boolean;
  readonly findRegex: boolean;
  readonly findCase: boolean;
}

/** Props of {@link FindBar}. */
export interface FindBarProps {
  readonly options: FindOptions;
  readonly search: LogSearch;
  /** Names of the logs that were not looked through to their end. */
  readonly left: readonly string[];
  /** Which of the found lines the user is at, from 0. */
  readonly current?: number;
  /** Whether only lines are shown in which something was found. */
  readonly onlyFound: boolean;
  readonly onChange: (options: FindOptions) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onOnlyFound: (only: boolean) => void;
  readonly onClose: () => void;
}

function Bar(props: FindBarProps, ref: ForwardedRef<HTMLInputElement>) {
  const { options, search, current, onChange, onMove } = props;
  const t = useTexts();
  const [text, setText] = useState(options.find);
  const typed = useRef(options.find);
  const problemId = useId();
  const { error } = search;

  useEffect(() => {
    // Back and forward change it, too.
    if (options.find !== typed.current) {
      typed.current = options.find;
      setText(options.find);
    }
  }, [options.find]);

  useEffect(() => {
    if (text === typed.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      typed.current = text;
      onChange({ ...options, find: text });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, options, onChange]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (text === typed.current) {
        onMove(event.shiftKey ? -1 : 1);
      } else {
        typed.current = text;
        onChange({ ...options, find: text });
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.onClose();
    }
  };

  const toggles = [
    { name: 'findCase', label: t('logs.find.case'), sign: 'Aa' },
    { name: 'findRegex', label: t('logs.find.regex'), sign: '.*' },
    {
      name: 'findInRun',
      label: t('logs.find.inRun'),
      sign: t('logs.find.inRunSign'),
    },
  ] as const;
  const nothing = search.found.matchingLines === 0;

  return (
    <div className={styles.bar} role="search" aria-label={t('logs.find.title')}>
      <div className={styles.row}>
        <input
          ref={ref}
          className={styles.input}
          type="text"
          value={text}
          spellCheck={false}
          autoComplete="off"
          maxLength={1_000}
          aria-label={t('logs.find.what')}
          placeholder={t('logs.find.what')}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? problemId : undefined}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {toggles.map(({ name, label, sign }) => (
          <button
            key={name}
            type="button"
            className={styles.toggle}
            aria-pressed={options[name]}
            aria-label={label}
            title={label}
            onClick={() => onChange({ ...options, [name]: !options[name] })}
          >
            {sign}
          </button>
        ))}
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiArrowUpLine />}
          aria-label={t('logs.find.previous')}
          isDisabled={nothing}
          onPress={() => onMove(-1)}
        />
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiArrowDownLine />}
          aria-label={t('logs.find.next')}
          isDisabled={nothing}
          onPress={() => onMove(1)}
        />
        <FindCount
          search={search}
          current={current}
          asked={options.find}
          onlyFound={props.onlyFound}
        />
        <button
          type="button"
          className={styles.toggle}
          aria-pressed={props.onlyFound}
          onClick={() => props.onOnlyFound(!props.onlyFound)}
        >
          {t('logs.find.only')}
        </button>
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiCloseLine />}
          aria-label={t('logs.find.close')}
          onPress={props.onClose}
        />
      </div>
      {error && (
        <p className={styles.problem} id={problemId} role="alert">
          <Mistake text={options.find} error={error} />
        </p>
      )}
      {search.found.incomplete !== undefined && (
        <p className={styles.note}>
          <Incomplete left={props.left} reason={search.found.incomplete} />
        </p>
      )}
    </div>
  );
}

/** Looks for something in the log, or in all logs of the run. */
export const FindBar = forwardRef<HTMLInputElement, FindBarProps>(Bar);

function FindCount({
  search,
  current,
  asked,
  onlyFound,
}: Pick<FindBarProps, 'search' | 'current' | 'onlyFound'> & {
  readonly asked: string;
}) {
  const t = useTexts();
  const format = useFormat();
  const { found, searching } = search;
  const lines = format.number(found.matchingLines);
  const matches = t('logs.find.matches', {
    count: found.matches,
    formatted: format.number(found.matches),
  });
  // Otherwise all can be gone through.
  const isCut = onlyFound && found.lines.length < found.matchingLines;
  const isDone = asked !== '' && !searching && !search.error;
  const total =
    found.matches === 0
      ? t('logs.find.none')
      : t('logs.find.count', {
          count: found.matchingLines,
          formatted: lines,
          matches,
        });
  const place =
    current === undefined
      ? total
      : t('logs.find.at', {
          number: format.number(current + 1),
          lines,
          matches,
        });
  const announce = useAnnounce();
  useEffect(() => {
    if (isDone) {
      announce(place);
    }
  }, [announce, isDone, place]);

  if (asked === '') {
    return null;
  }
  return (
    <span className={styles.count}>
      {searching && t('logs.find.searching')}{' '}
      {(isDone || found.matches > 0) && place}
      {isCut &&
        ` ${t('logs.find.cut', { lines: format.number(found.lines.length) })}`}
    </span>
  );
}

/** Where was not looked, and why. */
function Incomplete({
  left,
  reason,
}: {
  readonly left: readonly string[];
  readonly reason: string;
}) {
  const t = useTexts();
  const format = useFormat();
  const more = left.length - MAX_NAMED;
  const names = format.list(left.slice(0, MAX_NAMED));
  return (
    <>
      {names === '' && t('logs.find.incomplete')}
      {names !== '' && more <= 0 && t('logs.find.incompleteIn', { names })}
      {more > 0 &&
        t('logs.find.incompleteInMore', { names, more: String(more) })}
      {reason && <span lang="en"> {reason}</span>}
    </>
  );
}

/** What is wrong with what is looked for, and where. */
function Mistake({
  text,
  error,
}: {
  readonly text: string;
  readonly error: Error;
}) {
  const message = errorMessage(error);
  const place = mistakeIn(text, message);
  return (
    <>
      {message}
      {place && (
        <code className={styles.expression}>
          {text.slice(0, place.start)}
          <span className={styles.wrong}>
            {text.slice(place.start, place.end)}
          </span>
          {text.slice(place.end)}
        </code>
      )}
    </>
  );
}
