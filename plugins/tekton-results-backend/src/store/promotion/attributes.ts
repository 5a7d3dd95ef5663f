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

import { isStorableText } from './columnValues';
import { isObject, valueAt } from './promotedPaths';

/** A label, annotation, parameter or result that runs are found by. */
export interface RunAttribute {
  readonly type: 'label' | 'annotation' | 'param' | 'result';
  readonly key: string;
  readonly value: string;
}

/** Longer values are not worth finding by, and are no attributes. */
export const MAX_VALUE_LENGTH = 256;

const MAX_KEY_LENGTH = 320;
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
  'pipelinesascode.tekton.dev/log-url',
  // The label `sha` says as much.
  'pipelinesascode.tekton.dev/sha-url',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
const UNIQUE_PREFIXES = ['results.tekton.dev/', 'chains.tekton.dev/'];

/** Whether labels, annotations or parameters of a key are kept as attributes. */
export function isAttributeKey(
  _type: RunAttribute['type'],
  key: string,
): boolean {
  return (
    key.length <= MAX_KEY_LENGTH &&
    !UNIQUE_KEYS.has(key) &&
    !UNIQUE_PREFIXES.some(prefix => key.startsWith(prefix)) &&
    isStorableText(key)
  );
}

/** Whether a value is kept as an attribute if its key is. */
function isAttributeValue(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= MAX_VALUE_LENGTH &&
    isStorableText(value)
  );
}

/**
 * The labels, annotations and parameters that a Record can be found by. Labels
 * come first, so that they are the last to fall to the limit.
 *
 * `complete` tells that every label with an {@link isAttributeKey} is among
 * them, and every annotation and parameter that has an
 * {@link isAttributeValue} as well, and that none is a number or a boolean:
 * filters take these for texts.
 */
export function recordAttributes(payload: unknown): {
  attributes: RunAttribute[];
  complete: boolean;
} {
  const labels = valueAt(payload, ['metadata', 'labels']);
  const annotations = valueAt(payload, ['metadata', 'annotations']);
  const params = paramsOf(valueAt(payload, ['spec', 'params']));
  const labelEntries = keptEntries('label', entriesOf(labels));
  const all = [
    ...labelEntries,
    ...keptEntries('annotation', entriesOf(annotations)),
    ...keptEntries('param', params),
  ];
  const attributes = all.flatMap(({ type, key, value }) =>
    isAttributeValue(value) ? [{ type, key, value }] : [],
  );
  return {
    attributes: attributes.slice(0, MAX_ATTRIBUTES),
    complete:
      (labels === undefined || isObject(labels)) &&
      labelEntries.every(({ value }) => isAttributeValue(value)) &&
      ![...entriesOf(annotations), ...params].flat().some(isNumberOrBoolean) &&
      attributes.length <= MAX_ATTRIBUTES,
  };
}

function isNumberOrBoolean(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

type Entry = readonly [key: unknown, value: unknown];

function keptEntries(type: RunAttribute['type'], entries: readonly Entry[]) {
  return entries.flatMap(([key, value]) =>
    typeof key === 'string' && isAttributeKey(type, key)
      ? [{ type, key, value }]
      : [],
  );
}

function entriesOf(map: unknown): Entry[] {
  return isObject(map) ? Object.entries(map) : [];
}

function paramsOf(params: unknown): Entry[] {
  return Array.isArray(params)
    ? params.filter(isObject).map(({ name, value }) => [name, value])
    : [];
}
