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

import { useMemo } from 'react';
import { PLAIN } from '../ansi';
import type { FoundInLogs, FoundLine } from '../find';
import type { LoadedLine } from '../lines';
import type { LineMatch } from '../rows';

/** What was found in one log. */
export interface FoundLines {
  /** Undefined: nothing. */
  readonly matches?: ReadonlyMap<number, LineMatch>;
  /** The lines themselves. */
  readonly known: ReadonlyMap<number, LoadedLine>;
}

/** What was found in a log, by line. */
export function useFoundLines(
  found: FoundInLogs,
  key: string,
  current: FoundLine | undefined,
): FoundLines {
  const own = useMemo(
    () => found.lines.filter(({ log }) => log === key),
    [found, key],
  );
  const known = useMemo(
    () =>
      new Map(
        own.map(({ line }) => [line.number, { ...line, startStyle: PLAIN }]),
      ),
    [own],
  );
  const matches = useMemo(
    () =>
      own.length === 0
        ? undefined
        : new Map(
            own.map(line => [
              line.line.number,
              { ranges: line.ranges, current: line === current },
            ]),
          ),
    [own, current],
  );
  return { matches, known };
}
