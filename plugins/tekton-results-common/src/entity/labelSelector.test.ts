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

import { labelCondition } from './celConditions';
import { matchesLabels, parseLabelSelector } from './labelSelector';

describe('parseLabelSelector', () => {
  it.each([
    ['a=b', [['a', 'in', ['b']]]],
    [
      'a == b , c!=d',
      [
        ['a', 'in', ['b']],
        ['c', 'notIn', ['d']],
      ],
    ],
    [
      'example.com/a in (b, c),d notin(e),f,!g',
      [
        ['example.com/a', 'in', ['b', 'c']],
        ['d', 'notIn', ['e']],
        ['f', 'exists', undefined],
        ['g', 'doesNotExist', undefined],
      ],
    ],
    ['a=', [['a', 'in', ['']]]],
    ['a in (b,)', [['a', 'in', ['b', '']]]],
  ])('reads %s', (selector, expected) => {
    const parsed = parseLabelSelector(selector);
    expect(
      Array.isArray(parsed) &&
        parsed.map(label => [
          label.key,
          label.operator,
          'values' in label ? label.values : undefined,
        ]),
    ).toEqual(expected);
  });

  it.each([
    ['a b', "'a b' is not a label selector"],
    ['a=b,,c=d', "'' is not a label selector"],
    [','.repeat(5_000), 'the selector is longer than 4096 characters'],
    [
      Array.from({ length: 17 }, (_, n) => `a${n}=b`).join(','),
      'the selector has more than 16 conditions',
    ],
    ['a in (b', "'a in (b' is not a label selector"],
    ['a in (b c)', "'a in (b c)' is not a label selector"],
    ['a in ("b")', `'a in ("b")' is not a label selector`],
    ['a in (b\nc)', "'a in (b\nc)' is not a label selector"],
    ['a=b\\', "'a=b\\' is not a label selector"],
    ['a=grün', "'a=grün' is not a label selector"],
    ['a/b/c=d', "'a/b/c=d' is not a label selector"],
    ['a=-', "'a=-' is not a label selector"],
  ])('does not guess what %j means', (selector, problem) => {
    expect(parseLabelSelector(selector)).toBe(problem);
  });
});

describe('labelCondition', () => {
  it.each([
    ['a=b', 'data.metadata.labels["a"] == "b"'],
    ['a in (b,c)', 'data.metadata.labels["a"] in ["b", "c"]'],
    [
      'x,a!=b',
      'data.metadata.labels["x"] != null && (data.metadata.labels["a"] == null || !(data.metadata.labels["a"] == "b"))',
    ],
    [
      'x=,!a',
      'data.metadata.labels["x"] == "" && data.metadata.labels["a"] == null',
    ],
  ])('says %s in CEL', (selector, expected) => {
    const parsed = parseLabelSelector(selector);
    expect(Array.isArray(parsed) && labelCondition(parsed)).toBe(expected);
  });
});

describe('matchesLabels', () => {
  const labels = { team: 'shop', tier: '' };

  it.each([
    ['', true],
    ['team=shop', true],
    ['team==pay', false],
    ['team!=pay,other!=x', true],
    ['team in (pay, shop)', true],
    ['team notin (pay)', true],
    ['other notin (pay)', true],
    ['team', true],
    ['!team', false],
    ['!other', true],
    ['tier=', true],
    ['constructor', false],
  ])('decides %j as Kubernetes does', (selector, expected) => {
    const requirements = parseLabelSelector(selector);
    expect(requirements).toEqual(expect.any(Array));
    expect(
      typeof requirements !== 'string' && matchesLabels(labels, requirements),
    ).toBe(expected);
  });
});
