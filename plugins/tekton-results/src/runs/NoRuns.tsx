import type {
  CaptureHealth,
  RunScope,
} from 'backstage-plugin-tekton-results-common';
import { errorMessage, type PolledRequest } from '../data';
import { Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link NoRuns}. */
export interface NoRunsProps {
  readonly scope: RunScope;
  readonly health: PolledRequest<CaptureHealth>;
}

/** Says that an entity has no run yet, and what may be the cause. */
export function NoRuns({ scope, health }: NoRunsProps) {
  const t = useTexts();
  const place = [scope.cluster, scope.namespace].filter(Boolean).join(' / ');

  if (health.value?.clusters.length === 0) {
    return (
      <Notice title={t('empty.noCluster')}>
        <p>{t('empty.noClusterHint')}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t('empty.title')}>
      <p>{t('empty.hint')}</p>
      <p>
        {t('empty.rule', { annotation: scope.rule })}
        {scope.labels.map(requirement => (
          <code key={requirement.key}> {describe(requirement)}</code>
        ))}
        {place && ` ${t('empty.narrowed', { place })}`}
      </p>
      {health.error && (
        <p>{t('error.health', { message: errorMessage(health.error) })}</p>
      )}
    </Notice>
  );
}

function describe(requirement: RunScope['labels'][number]): string {
  switch (requirement.operator) {
    case 'in':
      return `${requirement.key}=${requirement.values.join('|')}`;
    case 'notIn':
      return `${requirement.key}!=${requirement.values.join('|')}`;
    case 'exists':
      return requirement.key;
    default:
      return `!${requirement.key}`;
  }
}
