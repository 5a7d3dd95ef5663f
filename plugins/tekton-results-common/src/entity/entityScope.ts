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
  KubernetesValidatorFunctions,
  type Entity,
} from '@backstage/catalog-model';
import { ENTITY_ANNOTATIONS } from './annotations';
import { isOneOf, labelCondition, narrowed } from './celConditions';
import { parseLabelSelector, type LabelRequirement } from './labelSelector';
import { repositoryCondition } from './pipelinesAsCode';
import { sourceRepository } from './sourceRepository';

/**
 * Which runs belong to an entity: those that meet every condition.
 *
 * @public
 */
export interface RunScope {
  /** The annotation that decided. */
  readonly rule: string;
  /**
   * The whole scope as a filter on Records in CEL. It is checked in the backend:
   * what an annotation says in CEL may have mistakes.
   */
  readonly filter: string;
  /** What the rule alone asks for, in CEL. */
  readonly condition: string;
  /** The same as `condition`, where that asks for labels only. */
  readonly labels?: readonly LabelRequirement[];
  readonly namespace?: string;
  readonly cluster?: string;
}

/**
 * How an entity maps to runs. An annotation that cannot be read is a problem of
 * its own: showing the runs of some other rule instead would be wrong.
 *
 * @public
 */
export type EntityScope =
  | { readonly kind: 'mapped'; readonly scope: RunScope }
  | { readonly kind: 'notMapped' }
  | {
      readonly kind: 'invalid';
      readonly annotation: string;
      readonly problem: string;
    };

type Rule = Pick<RunScope, 'rule' | 'condition' | 'labels'>;
type Invalid = Extract<EntityScope, { kind: 'invalid' }>;

/**
 * Tells which runs belong to an entity. The first of these annotations decides:
 * a condition in CEL, a label selector, the Kubernetes id, the wish to have runs
 * (`tekton.dev/cicd`). Namespace and cluster narrow each, and do not suffice
 * alone, as a namespace is shared by many components.
 *
 * @public
 */
export function entityScope(entity: Entity): EntityScope {
  const annotations = readAnnotations(entity);
  const rule = decidingRule(entity, annotations);
  if (!rule) {
    return { kind: 'notMapped' };
  }
  if ('problem' in rule) {
    return rule;
  }
  const problem = placeProblem(annotations);
  if (problem) {
    return problem;
  }
  const { namespace, cluster } = annotations;
  const places = [
    ...(namespace === undefined ? [] : [isOneOf('parent', [namespace])]),
    ...(cluster === undefined ? [] : [isOneOf('cluster', [cluster])]),
  ];
  const filter = rule.labels
    ? [rule.condition, ...places].join(' && ')
    : narrowed(rule.condition, places);
  return { kind: 'mapped', scope: { ...rule, filter, namespace, cluster } };
}

type Annotations = {
  readonly [Name in keyof typeof ENTITY_ANNOTATIONS]?: string;
};

/** Values without the blanks around them; an empty one is none. */
function readAnnotations(entity: Entity): Annotations {
  const annotations = entity.metadata.annotations ?? {};
  return Object.fromEntries(
    Object.entries(ENTITY_ANNOTATIONS).map(([name, key]) => [
      name,
      annotations[key]?.trim() || undefined,
    ]),
  );
}

function decidingRule(
  entity: Entity,
  { filter, labelSelector, kubernetesId, cicd }: Annotations,
): Rule | Invalid | undefined {
  if (filter) {
    return { rule: ENTITY_ANNOTATIONS.filter, condition: filter };
  }
  if (labelSelector) {
    return selectorRule(labelSelector);
  }
  if (kubernetesId) {
    return kubernetesIdRule(kubernetesId);
  }
  return cicd === 'true' ? cicdRule(entity) : undefined;
}

function selectorRule(selector: string): Rule | Invalid {
  const rule = ENTITY_ANNOTATIONS.labelSelector;
  const parsed = parseLabelSelector(selector);
  if (typeof parsed === 'string') {
    return invalid(rule, parsed);
  }
  return parsed.some(
    ({ operator }) => operator === 'in' || operator === 'exists',
  )
    ? labelRule(rule, parsed)
    : // All runs would be those of the entity.
      invalid(rule, 'the selector must ask for at least one label');
}

function kubernetesIdRule(id: string): Rule | Invalid {
  const rule = ENTITY_ANNOTATIONS.kubernetesId;
  return KubernetesValidatorFunctions.isValidLabelValue(id)
    ? labelRule(rule, [kubernetesIdIs(id)])
    : invalid(rule, `'${id}' cannot be the value of a label`);
}

/** As the Kubernetes plugin does it, the name stands in for the Kubernetes id. */
function cicdRule(entity: Entity): Rule {
  const rule = ENTITY_ANNOTATIONS.cicd;
  const byName = labelRule(rule, [kubernetesIdIs(entity.metadata.name)]);
  const repository = sourceRepository(entity);
  return repository
    ? {
        rule,
        condition: `${byName.condition}\n  || ${repositoryCondition(
          repository,
        )}`,
      }
    : byName;
}

function labelRule(rule: string, labels: readonly LabelRequirement[]): Rule {
  return { rule, condition: labelCondition(labels), labels };
}

function kubernetesIdIs(value: string): LabelRequirement {
  return {
    key: ENTITY_ANNOTATIONS.kubernetesId,
    operator: 'in',
    values: [value],
  };
}

/** Characters that no database or filter takes as a part of a name. */
const NO_PART_OF_A_NAME = /[\p{Cc}\p{Cs}]/u;

function placeProblem({
  namespace,
  cluster,
}: Annotations): Invalid | undefined {
  if (namespace && !KubernetesValidatorFunctions.isValidNamespace(namespace)) {
    return invalid(
      ENTITY_ANNOTATIONS.namespace,
      `'${namespace}' cannot be the name of a namespace`,
    );
  }
  if (cluster && NO_PART_OF_A_NAME.test(cluster)) {
    return invalid(
      ENTITY_ANNOTATIONS.cluster,
      `'${cluster}' cannot be the name of a cluster`,
    );
  }
  return undefined;
}

function invalid(annotation: string, problem: string): Invalid {
  return { kind: 'invalid', annotation, problem };
}
