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
import type { RunAttribute } from '../store';

const MAX_KEY_LENGTH = 320;
const MAX_VALUE_LENGTH = 256;
const MAX_ATTRIBUTES = 200;

/**
 * Keys whose values are different for each run. They would fill the table of
 * pairs and find one run each; where they matter they are columns.
 */
const UNIQUE_KEYS = new Set([
  'tekton.dev/pipelineRun',
  'tekton.dev/pipelineRunUID',
  'tekton.dev/taskRun',
  'tekton.dev/taskRunUID',
  'tekton.dev/customRun',
  'pipeline.tekton.dev/affinity-assistant',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
const UNIQUE_PREFIXES = ['results.tekton.dev/', 'chains.tekton.dev/'];

/** The labels, annotations and parameters that a run can be found by. */
export function runAttributes(run: RunObject): RunAttribute[] {
  const { labels, annotations } = run.metadata;
  const entries = (
    type: RunAttribute['type'],
    values: Iterable<[string, unknown]>,
  ): RunAttribute[] =>
    [...values].flatMap(([key, value]) =>
      typeof value === 'string' && isWorthFinding(key, value)
        ? [{ type, key, value }]
        : [],
    );

  const attributes = [
    ...entries('label', Object.entries(labels)),
    ...entries('annotation', Object.entries(annotations)),
    ...entries(
      'param',
      run.spec.params.map(({ name, value }) => [name, value]),
    ),
  ];
  return attributes.slice(0, MAX_ATTRIBUTES);
}

function isWorthFinding(key: string, value: string): boolean {
  return (
    key.length <= MAX_KEY_LENGTH &&
    value.length <= MAX_VALUE_LENGTH &&
    !`${key}${value}`.includes('\u0000') &&
    !UNIQUE_KEYS.has(key) &&
    !UNIQUE_PREFIXES.some(prefix => key.startsWith(prefix))
  );
}
