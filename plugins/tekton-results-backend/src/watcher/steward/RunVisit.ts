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

import type { NewCaptureGap, StewardedRun } from '../../store';
import { runTraits, type RunTraits } from '../archive';
import type { StewardFacts } from './nextStewardStep';

/** What a step changed, and whether there may be another one. */
export type StepOutcome =
  | { readonly goOn: true; readonly facts: StewardFacts }
  /** `next`: when to look again (ms since 1970, UTC); absent: when it changes. */
  | { readonly goOn: false; readonly next?: number };

/** One look at a run, with what it found out. */
export class RunVisit {
  /** As it is stored. */
  run: StewardedRun;
  readonly traits: RunTraits;
  step = 'rest';
  /** What it waits for that should be there. */
  waitsFor: string | undefined;
  /** What will never be stored. */
  gaps: readonly NewCaptureGap[] = [];
  /** What is not stored yet. */
  late: readonly NewCaptureGap[] = [];

  constructor(run: StewardedRun) {
    this.run = run;
    this.traits = runTraits(run.payload);
  }

  note(
    what: 'logs' | 'events',
    state: { done: boolean; givenUp?: string; reason?: string },
  ): void {
    const others = (gap: NewCaptureGap) => gap.what !== what;
    this.gaps = this.gaps.filter(others);
    this.late = this.late.filter(others);
    if (!state.done) {
      this.late = [
        ...this.late,
        { what, reason: state.reason ?? 'not stored' },
      ];
    } else if (state.givenUp !== undefined) {
      this.gaps = [...this.gaps, { what, reason: state.givenUp }];
    }
  }
}
