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
  StepStatus,
  TaskStatus,
} from 'backstage-plugin-tekton-results-common';

/** Every status that a chip can show: of runs, tasks and steps. */
export type ShownStatus = TaskStatus | StepStatus;

/** The colours a chip can have. */
export type StatusTone = 'success' | 'danger' | 'warning' | 'info' | 'neutral';

/** The outline of an icon, so that colour is never the only sign. */
export type IconFrame =
  | 'disc'
  | 'halfDisc'
  | 'octagon'
  | 'square'
  | 'ring'
  | 'dashedRing'
  | 'none';

/** What is drawn inside the outline. */
export type IconGlyph =
  | 'tick'
  | 'cross'
  | 'exclamation'
  | 'clock'
  | 'slash'
  | 'dots'
  | 'hourglass'
  | 'arrow'
  | 'none';

/** How a status is shown. */
export interface StatusLook {
  readonly tone: StatusTone;
  readonly frame: IconFrame;
  readonly glyph: IconGlyph;
  readonly outlined?: boolean;
  readonly moving?: boolean;
}

/** How each status is shown; no two have the same icon. */
export const statusLook: Record<ShownStatus, StatusLook> = {
  succeeded: { tone: 'success', frame: 'disc', glyph: 'tick' },
  completed: { tone: 'success', frame: 'halfDisc', glyph: 'tick' },
  failed: { tone: 'danger', frame: 'octagon', glyph: 'cross' },
  couldNotStart: {
    tone: 'danger',
    frame: 'octagon',
    glyph: 'exclamation',
    outlined: true,
  },
  timedOut: { tone: 'danger', frame: 'octagon', glyph: 'clock' },
  cancelled: { tone: 'neutral', frame: 'square', glyph: 'slash' },
  failureIgnored: { tone: 'warning', frame: 'octagon', glyph: 'tick' },
  stopping: { tone: 'warning', frame: 'square', glyph: 'dots' },
  running: { tone: 'info', frame: 'ring', glyph: 'none', moving: true },
  waiting: { tone: 'neutral', frame: 'none', glyph: 'hourglass' },
  incomplete: {
    tone: 'warning',
    frame: 'dashedRing',
    glyph: 'none',
    outlined: true,
  },
  skipped: { tone: 'neutral', frame: 'dashedRing', glyph: 'arrow' },
  notStarted: {
    tone: 'neutral',
    frame: 'dashedRing',
    glyph: 'slash',
    outlined: true,
  },
};
