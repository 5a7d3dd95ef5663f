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

/** What TypeScript does not know yet: JSON that keeps how a value is written. */
interface SourceJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, from: { source: string }) => unknown,
  ): unknown;
  /** A value that is written as the text says. */
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const sourceJson = JSON as unknown as SourceJson;

/**
 * Reads the annotations with which users annotate a Result and its summary. A
 * text that is not a JSON object is ignored, where upstream refuses to store the
 * run; values that are no texts are kept as JSON, numbers as they are written.
 */
export function runAnnotations(
  run: RunObject,
): Pick<CapturedRun, 'resultAnnotations' | 'summaryAnnotations'> {
  const { annotations } = run.metadata;
  return {
    resultAnnotations: parseTexts(annotations[RESULT_ANNOTATIONS]) ?? {},
    summaryAnnotations: parseTexts(annotations[SUMMARY_ANNOTATIONS]) ?? {},
  };
}

/** What is wrong with these annotations of a run, in words for its author. */
export function annotationProblems(run: RunObject): string[] {
  const { annotations } = run.metadata;
  return [RESULT_ANNOTATIONS, SUMMARY_ANNOTATIONS]
    .filter(key => parseTexts(annotations[key]) === undefined)
    .map(key => `The annotation ${key} is ignored: it is no JSON object`);
}

/** Undefined if the text is no JSON object. */
function parseTexts(
  json: string | undefined,
): Record<string, string> | undefined {
  let value: unknown;
  try {
    value = parseExactly(json ?? '{}');
  } catch {
    return undefined;
  }
  if (value === null) {
    return {};
  }
  if (
    typeof value !== 'object' ||
    Array.isArray(value) ||
    sourceJson.isRawJSON(value)
  ) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      typeof entry === 'string' ? entry : JSON.stringify(entry),
    ]),
  );
}

/** Numbers stay as they are written: they may be ids of many digits. */
function parseExactly(json: string): unknown {
  return sourceJson.parse(json, (_, value, from) =>
    typeof value === 'number' ? sourceJson.rawJSON(from.source) : value,
  );
}
