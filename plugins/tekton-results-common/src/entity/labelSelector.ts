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

import { KubernetesValidatorFunctions } from '@backstage/catalog-model';

/**
 * One condition on a run's labels, as in a Kubernetes label selector. `notIn`
 * also holds for a run without the label.
 *
 * @public
 */
export type LabelRequirement =
  | {
      readonly key: string;
      readonly operator: 'in' | 'notIn';
      readonly values: readonly string[];
    }
  | { readonly key: string; readonly operator: 'exists' | 'doesNotExist' };

const KEY = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const VALUE = '[A-Za-z0-9][-A-Za-z0-9_.]*';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})?$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTENCE = new RegExp(`^(!)?\\s*(${KEY})$`);

/** More would take long to read, and long to look for. */
const MAX_SELECTOR_LENGTH = 4_096;
const MAX_REQUIREMENTS = 16;

/**
 * Reads a Kubernetes label selector: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. An
 * empty one asks for nothing.
 *
 * @returns The requirements, or what is wrong.
 *
 * @public
 */
export function parseLabelSelector(
  selector: string,
): LabelRequirement[] | string {
  if (selector.length > MAX_SELECTOR_LENGTH) {
    return `the selector is longer than ${MAX_SELECTOR_LENGTH} characters`;
  }
  if (!selector.trim()) {
    return [];
  }
  const requirements: LabelRequirement[] = [];
  for (const part of selector.split(/,(?![^(]*\))/).map(term => term.trim())) {
    const requirement = parseRequirement(part);
    if (!requirement || !isPossible(requirement)) {
      return `'${part}' is not a label selector`;
    }
    requirements.push(requirement);
  }
  if (requirements.length > MAX_REQUIREMENTS) {
    return `the selector has more than ${MAX_REQUIREMENTS} conditions`;
  }
  return requirements;
}

/**
 * Whether labels meet all requirements, as Kubernetes decides it: `notIn` also
 * holds where there is no such label.
 *
 * @public
 */
export function matchesLabels(
  labels: Readonly<Record<string, string>>,
  requirements: readonly LabelRequirement[],
): boolean {
  return requirements.every(requirement => {
    const value = Object.hasOwn(labels, requirement.key)
      ? labels[requirement.key]
      : undefined;
    switch (requirement.operator) {
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notIn':
        return value === undefined || !requirement.values.includes(value);
      case 'exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

function parseRequirement(part: string): LabelRequirement | undefined {
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key, operator, value = ''] = equality;
    return {
      key,
      operator: operator === '!=' ? 'notIn' : 'in',
      values: [value],
    };
  }
  const set = SET.exec(part);
  if (set) {
    const [, key, operator, values] = set;
    return {
      key,
      operator: operator === 'in' ? 'in' : 'notIn',
      values: values.split(',').map(value => value.trim()),
    };
  }
  const existence = EXISTENCE.exec(part);
  return existence
    ? { key: existence[2], operator: existence[1] ? 'doesNotExist' : 'exists' }
    : undefined;
}

/** Whether Kubernetes could have such a label; it refuses the selector otherwise. */
function isPossible(requirement: LabelRequirement): boolean {
  return (
    KubernetesValidatorFunctions.isValidLabelKey(requirement.key) &&
    (!('values' in requirement) ||
      requirement.values.every(KubernetesValidatorFunctions.isValidLabelValue))
  );
}
