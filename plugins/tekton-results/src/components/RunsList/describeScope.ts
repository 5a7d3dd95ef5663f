import type {
  LabelRequirement,
  RunScope,
} from 'backstage-plugin-tekton-results-common';

/** The labels a scope asks for, written as a Kubernetes label selector. */
export function describeScope({ labels }: RunScope): string {
  return labels.map(describeRequirement).join(', ');
}

function describeRequirement(requirement: LabelRequirement): string {
  const { key, operator } = requirement;
  if (operator === 'exists') {
    return key;
  }
  if (operator === 'doesNotExist') {
    return `!${key}`;
  }
  const { values } = requirement;
  if (values.length === 1) {
    return `${key}${operator === 'in' ? '=' : '!='}${values[0]}`;
  }
  return `${key} ${operator.toLowerCase()} (${values.join(', ')})`;
}
