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
  tektonLogReadPermission,
  tektonRunReadPermission,
} from 'backstage-plugin-tekton-results-common';
import type { z } from 'zod';
import {
  createTektonRunConditionalDecision,
  tektonRunConditions,
} from './conditions';
import { tektonRunRules } from './rules';
import type { TektonRunResource } from './TektonRunResource';

const RUN: TektonRunResource = {
  cluster: 'east',
  namespace: 'shop',
  kind: 'PipelineRun',
  labels: { app: 'cart', empty: '' },
  annotations: { team: 'a' },
  owners: ['group:default/cart-team'],
};

const NAMELESS: TektonRunResource = {
  cluster: '',
  namespace: '',
  labels: {},
  annotations: {},
  owners: [],
};

describe('rules', () => {
  it('pass the runs of some clusters, namespaces and kinds', () => {
    const { isInCluster, isInNamespace, isKind } = tektonRunRules;
    expect(isInCluster.apply(RUN, { clusters: ['west', 'east'] })).toBe(true);
    expect(isInCluster.apply(RUN, { clusters: ['EAST', 'eas'] })).toBe(false);
    expect(isInNamespace.apply(RUN, { namespaces: ['shop'] })).toBe(true);
    expect(isInNamespace.apply(RUN, { namespaces: ['Shop', 'sho'] })).toBe(
      false,
    );
    expect(isKind.apply(RUN, { kinds: ['TaskRun', 'PipelineRun'] })).toBe(true);
    expect(isKind.apply(RUN, { kinds: ['TaskRun'] })).toBe(false);
  });

  it('pass nothing if nothing is listed, and no kind that is not known', () => {
    const { isInCluster, isInNamespace, isKind, isEntityOwner } =
      tektonRunRules;
    expect(isInCluster.apply(RUN, { clusters: [] })).toBe(false);
    expect(isInNamespace.apply(RUN, { namespaces: [] })).toBe(false);
    expect(isKind.apply(RUN, { kinds: [] })).toBe(false);
    expect(isEntityOwner.apply(RUN, { claims: [] })).toBe(false);
    expect(isKind.apply(NAMELESS, { kinds: ['undefined', ''] })).toBe(false);
  });

  it.each([
    [{ key: 'app' }, true],
    [{ key: 'app', value: 'cart' }, true],
    [{ key: 'app', value: 'Cart' }, false],
    [{ key: 'app', value: '' }, false],
    [{ key: 'empty' }, true],
    [{ key: 'empty', value: '' }, true],
    [{ key: 'team' }, false],
    [{ key: 'team', value: '' }, false],
    [{ key: 'toString' }, false],
    [{ key: '__proto__' }, false],
  ])('HAS_LABEL with %j passes: %s', (params, passes) => {
    expect(tektonRunRules.hasLabel.apply(RUN, params)).toBe(passes);
  });

  it.each([
    [{ key: 'team' }, true],
    [{ key: 'team', value: 'a' }, true],
    [{ key: 'team', value: 'b' }, false],
    [{ key: 'app' }, false],
    [{ key: 'constructor' }, false],
  ])('HAS_ANNOTATION with %j passes: %s', (params, passes) => {
    expect(tektonRunRules.hasAnnotation.apply(RUN, params)).toBe(passes);
  });

  it('take claims in any case for those of owners', () => {
    const { apply } = tektonRunRules.isEntityOwner;
    expect(apply(RUN, { claims: ['Group:Default/Cart-Team'] })).toBe(true);
    const owners = ['Group:default/CART-team'];
    expect(
      apply(
        { ...RUN, owners },
        { claims: ['user:default/ann', 'group:default/cart-team'] },
      ),
    ).toBe(true);
    expect(apply(RUN, { claims: ['user:default/cart-team'] })).toBe(false);
    expect(apply(NAMELESS, { claims: ['group:default/cart-team'] })).toBe(
      false,
    );
  });

  it('ask stores for what they are given', () => {
    const { isInCluster, isInNamespace, isKind } = tektonRunRules;
    const { hasLabel, hasAnnotation, isEntityOwner } = tektonRunRules;
    expect(isInCluster.toQuery({ clusters: ['a'] })).toEqual({
      property: 'cluster',
      values: ['a'],
    });
    expect(isInNamespace.toQuery({ namespaces: ['a'] })).toEqual({
      property: 'namespace',
      values: ['a'],
    });
    expect(isKind.toQuery({ kinds: ['a'] })).toEqual({
      property: 'kind',
      values: ['a'],
    });
    expect(hasLabel.toQuery({ key: 'a', value: '' })).toEqual({
      property: 'label',
      key: 'a',
      value: '',
    });
    expect(hasAnnotation.toQuery({ key: 'a' })).toEqual({
      property: 'annotation',
      key: 'a',
    });
    expect(isEntityOwner.toQuery({ claims: ['a'] })).toEqual({
      property: 'owner',
      values: ['a'],
    });
  });
});

/** Whether Backstage passes parameters on to a rule. */
function isTaken(rule: keyof typeof tektonRunRules, params: object): boolean {
  const { paramsSchema } = tektonRunRules[rule];
  return (paramsSchema as unknown as z.ZodType).safeParse(params).success;
}

describe('parameters of rules', () => {
  it.each([
    ['isInCluster', { clusters: ['a'] }],
    ['isInNamespace', { namespaces: [] }],
    ['isKind', { kinds: ['PipelineRun'] }],
    ['hasLabel', { key: 'a' }],
    ['hasLabel', { key: 'a', value: 'b' }],
    ['hasAnnotation', { key: 'a', value: '' }],
    ['isEntityOwner', { claims: ['group:default/a'] }],
  ] as const)('of %s are taken: %j', (rule, params) => {
    expect(isTaken(rule, params)).toBe(true);
  });

  it.each([
    ['isInCluster', {}],
    ['isInCluster', { clusters: 'a' }],
    ['isInNamespace', { namespaces: [1] }],
    ['isInNamespace', { namespaces: ['a'], clusters: ['b'] }],
    ['isKind', { kinds: null }],
    ['hasLabel', { value: 'b' }],
    ['hasLabel', { key: 'a', value: 1 }],
    // It would pass any value.
    ['hasLabel', { key: 'a', values: ['b'] }],
    ['hasAnnotation', { key: 'a', vlaue: 'b' }],
    ['isEntityOwner', { claims: [undefined] }],
  ] as const)('of %s are refused: %j', (rule, params) => {
    expect(isTaken(rule, params)).toBe(false);
  });
});

describe('conditions', () => {
  it('make a decision that names the plugin, the resource type and the rule', () => {
    expect(
      createTektonRunConditionalDecision(tektonRunReadPermission, {
        anyOf: [
          tektonRunConditions.isInNamespace({ namespaces: ['shop'] }),
          { not: tektonRunConditions.hasLabel({ key: 'app' }) },
        ],
      }),
    ).toEqual({
      result: 'CONDITIONAL',
      pluginId: 'tekton-results',
      resourceType: 'tekton-run',
      conditions: {
        anyOf: [
          {
            rule: 'IS_IN_NAMESPACE',
            resourceType: 'tekton-run',
            params: { namespaces: ['shop'] },
          },
          {
            not: {
              rule: 'HAS_LABEL',
              resourceType: 'tekton-run',
              params: { key: 'app' },
            },
          },
        ],
      },
    });
  });

  it('may be asked of each permission about runs', () => {
    expect(
      createTektonRunConditionalDecision(
        tektonLogReadPermission,
        tektonRunConditions.isKind({ kinds: ['TaskRun'] }),
      ),
    ).toMatchObject({ result: 'CONDITIONAL', resourceType: 'tekton-run' });
  });
});
