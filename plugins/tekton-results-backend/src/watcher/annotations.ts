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

import type { RunObject } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../store';

const RESULT_ANNOTATIONS = 'results.tekton.dev/resultAnnotations';
const SUMMARY_ANNOTATIONS = 'results.tekton.dev/recordSummaryAnnotations';

/**
 * Reads the annotations with which users annotate a Result and its summary. A
 * text that is not a JSON object is ignored: upstream refuses to store the run.
 */
export function runAnnotations(
  run: RunObject,
): Pick<CapturedRun, 'resultAnnotations' | 'summaryAnnotations'> {
  const { annotations } = run.metadata;
  return {
    resultAnnotations: parseTexts(annotations[RESULT_ANNOTATIONS]),
    summaryAnnotations: parseTexts(annotations[SUMMARY_ANNOTATIONS]),
  };
}

function parseTexts(json: string | undefined): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      typeof entry === 'string' ? entry : JSON.stringify(entry),
    ]),
  );
}
