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

import { useEffect, useRef, useState, type RefObject } from 'react';
import { lastErrorLine, type LoadedLine, type LogLines } from '../lines';
import type { LogViewHandle } from '../rows';
import { seenText } from './seenText';

/**
 * Goes to the last error of a log when it is opened, if that applies then.
 * Tells whether it does.
 */
export function useGoToFailure(
  view: RefObject<LogViewHandle>,
  lines: LogLines,
  applies: boolean,
): boolean {
  const [wanted] = useState(applies);
  const stage = useRef<'start' | 'tail' | 'done'>(wanted ? 'start' : 'done');
  const { count } = lines.total;
  const isTailThere = lines.line(count) !== undefined;

  useEffect(() => {
    const handle = view.current;
    if (handle && stage.current === 'start') {
      stage.current = 'tail';
      handle.scrollToLine(count, { align: 'end' });
    }
    if (handle && stage.current === 'tail' && isTailThere) {
      stage.current = 'done';
      const tail: LoadedLine[] = [];
      for (let line = lines.line(count); line; ) {
        tail.unshift(line);
        line = lines.line(line.number - 1);
      }
      const last = lastErrorLine(
        tail.map(line => ({ number: line.number, text: seenText(line) })),
      );
      if (last !== undefined) {
        handle.scrollToLine(last);
      }
    }
  }, [view, lines, count, isTailThere]);
  return wanted;
}
