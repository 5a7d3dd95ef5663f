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

import { TIME_MODES, type TimeMode } from '../lines';

/** How a user wants to see logs. */
export interface LogSettings {
  readonly wrap: boolean;
  readonly times: TimeMode;
  /** Errors that a running step writes are read out. */
  readonly announceErrors: boolean;
}

/** Before anything is chosen. */
export const DEFAULT_SETTINGS: LogSettings = {
  wrap: false,
  times: TIME_MODES[0],
  announceErrors: false,
};

/** Reads what was stored; what is wrong in it counts as not chosen. */
export function readSettings(stored: unknown): LogSettings {
  const { wrap, times, announceErrors } = Object(stored) as {
    [K in keyof LogSettings]?: unknown;
  };
  return {
    wrap: wrap === true,
    times: TIME_MODES.find(mode => mode === times) ?? TIME_MODES[0],
    announceErrors: announceErrors === true,
  };
}

/** The way to show times that comes after another. */
export function nextTimeMode(mode: TimeMode): TimeMode {
  return TIME_MODES[(TIME_MODES.indexOf(mode) + 1) % TIME_MODES.length];
}
