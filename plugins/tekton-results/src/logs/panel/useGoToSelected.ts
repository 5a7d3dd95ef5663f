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

import { useEffect, useRef, type RefObject } from 'react';
import { useAnnounce } from '../../page';
import { useTexts } from '../../translation';
import type { LineRange, LogViewHandle } from '../rows';

/** Goes to the lines that the URL names, unless they were just chosen here. */
export function useGoToSelected(
  view: RefObject<LogViewHandle>,
  options: {
    readonly selected?: LineRange;
    /** Of the log, for people. */
    readonly name: string;
    /** How many lines there are now, and whether more may follow. */
    readonly count: number;
    readonly growing: boolean;
  },
): void {
  const { selected, count, growing, name } = options;
  const t = useTexts();
  const say = useAnnounce();
  const shown = useRef<string>();
  const key = selected && `${selected.from}-${selected.to}`;
  const isThere = selected && (selected.from <= count || !growing);

  useEffect(() => {
    const handle = view.current;
    if (!key) {
      shown.current = undefined;
    }
    if (!key || !selected || key === shown.current || !handle || !isThere) {
      return;
    }
    const wasChosenHere = document.activeElement?.matches(
      `[data-line="${selected.from}"], [data-line="${selected.to}"]`,
    );
    shown.current = key;
    if (!wasChosenHere) {
      const line = Math.min(selected.from, count);
      handle.scrollToLine(line, { focus: true });
      say(t('logs.said.line', { number: String(line), name }));
    }
  }, [key, selected, isThere, view, count, say, name, t]);
}
