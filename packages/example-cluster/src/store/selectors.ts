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

import {
  asText,
  badRequest,
  isJsonObject,
  JsonValue,
  KubernetesObject,
  ResourceType,
} from '../kubernetes';

/** Whether an object is wanted. */
export type ObjectFilter = (object: KubernetesObject) => boolean;

type LabelTest = (labels: Record<string, string>) => boolean;

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const VALUE = '[-A-Za-z0-9_.]*';
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALS = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const IN = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARES = new RegExp(`^(${KEY})\\s*([<>])\\s*(-?\\d+)$`);

/** Equality and set based label selectors, as in `app=shop,tier in (a, b),!old`. */
export function parseLabelSelector(text: string): ObjectFilter {
  const tests = splitOutsideParentheses(text).map(parseRequirement);
  return object => {
    const labels = object.metadata.labels ?? {};
    return tests.every(test => test(labels));
  };
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function parseRequirement(text: string): LabelTest {
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return labels => Object.hasOwn(labels, key) !== (not === '!');
  }
  const equals = EQUALS.exec(text);
  if (equals) {
    const [, key, operator, value] = equals;
    // An absent label is unequal to every value.
    return labels => (labels[key] === value) !== (operator === '!=');
  }
  const inSet = IN.exec(text);
  if (inSet) {
    const [, key, operator, list] = inSet;
    const values = new Set(list.split(',').map(value => value.trim()));
    return labels =>
      (Object.hasOwn(labels, key) && values.has(labels[key])) ===
      (operator === 'in');
  }
  const compares = COMPARES.exec(text);
  if (compares) {
    const [, key, operator, limit] = compares;
    return labels => {
      const value = Number(labels[key]);
      return operator === '<' ? value < Number(limit) : value > Number(limit);
    };
  }
  throw badRequest(`unable to parse requirement: "${text}"`);
}

const FIELDS_OF_EVERYTHING = ['metadata.name', 'metadata.namespace'];
const FIELDS_OF_RESOURCE: Record<string, string[]> = {
  pods: ['spec.nodeName', 'spec.restartPolicy', 'status.phase', 'status.podIP'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'reason',
    'type',
  ],
};

/** Field selectors; custom resources know the name and the namespace only. */
export function parseFieldSelector(
  text: string,
  type: ResourceType,
): ObjectFilter {
  const supported = [
    ...FIELDS_OF_EVERYTHING,
    ...((!type.custom && FIELDS_OF_RESOURCE[type.resource]) || []),
  ];
  const tests = text
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
      if (!match) {
        throw badRequest(
          `invalid selector: '${part}'; can't understand '${part}'`,
        );
      }
      const [, field, operator, value] = match;
      if (!supported.includes(field)) {
        throw badRequest(`field label not supported: ${field}`);
      }
      return (object: KubernetesObject) =>
        (fieldText(object, field) === value) !== (operator === '!=');
    });
  return object => tests.every(test => test(object));
}

function fieldText(object: KubernetesObject, field: string): string {
  let value: JsonValue | undefined = object;
  for (const key of field.split('.')) {
    value = isJsonObject(value) ? value[key] : undefined;
  }
  return asText(value) ?? '';
}
