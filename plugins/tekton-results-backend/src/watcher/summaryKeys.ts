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

import type { CapturedRun } from '../store';
import { runTraits } from './archive';

/** Which labels and annotations of a run its Result gets as annotations. */
export interface SummaryKeys {
  readonly summaryLabels: readonly string[];
  readonly summaryAnnotations: readonly string[];
}

/**
 * Gives the Result of a root run labels and annotations of the run, as Tekton
 * Results does. What the run itself says of its Result goes first.
 */
export function withSummaryKeys(
  run: CapturedRun,
  keys: SummaryKeys,
): CapturedRun {
  const count = keys.summaryLabels.length + keys.summaryAnnotations.length;
  if (!run.facts.root || count === 0) {
    return run;
  }
  const { labels, annotations } = runTraits(run.payload);
  return {
    ...run,
    resultAnnotations: {
      ...pick(labels, keys.summaryLabels),
      ...pick(annotations, keys.summaryAnnotations),
      ...run.resultAnnotations,
    },
  };
}

function pick(
  texts: Readonly<Record<string, string>>,
  keys: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    keys.filter(key => Object.hasOwn(texts, key)).map(key => [key, texts[key]]),
  );
}
