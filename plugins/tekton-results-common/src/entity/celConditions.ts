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

import type { LabelRequirement } from './labelSelector';

/**
 * A text as a literal in CEL, which knows the escapes of JSON.
 *
 * @internal
 */
export function celText(value: string): string {
  return JSON.stringify(value);
}

/**
 * The condition that something has one of some values.
 *
 * @internal
 */
export function isOneOf(subject: string, values: readonly string[]): string {
  return values.length === 1
    ? `${subject} == ${celText(values[0])}`
    : `${subject} in [${values.map(celText).join(', ')}]`;
}

/** @internal */
export function labelOf(key: string): string {
  return `data.metadata.labels[${celText(key)}]`;
}

/** @internal */
export function annotationOf(key: string): string {
  return `data.metadata.annotations[${celText(key)}]`;
}

/**
 * Label requirements as a condition that means the same.
 *
 * @internal
 */
export function labelCondition(
  requirements: readonly LabelRequirement[],
): string {
  return requirements.map(requirementCondition).join(' && ');
}

function requirementCondition(requirement: LabelRequirement): string {
  const label = labelOf(requirement.key);
  switch (requirement.operator) {
    case 'in':
      return isOneOf(label, requirement.values);
    case 'notIn':
      // In a filter, what is missing is neither equal nor unequal to a value.
      return `(${label} == null || !(${isOneOf(label, requirement.values)}))`;
    case 'exists':
      return `${label} != null`;
    default:
      return `${label} == null`;
  }
}

/**
 * A condition and others that must hold as well. The condition may be any text
 * that is a condition by itself, even one that ends with a comment.
 *
 * @internal
 */
export function narrowed(condition: string, others: readonly string[]): string {
  return others.length === 0
    ? condition
    : [`(${condition}\n)`, ...others].join(' && ');
}
