import type { Entity } from '@backstage/catalog-model';
import { ENTITY_ANNOTATIONS } from 'backstage-plugin-tekton-results-common';
import { CodeBlock, Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link NotMapped}. */
export interface NotMappedProps {
  readonly entity: Entity;
}

/** Shows what to add to an entity that does not say which runs are its own. */
export function NotMapped({ entity }: NotMappedProps) {
  const t = useTexts();
  const { kubernetesId, labelSelector, namespace, cluster } =
    ENTITY_ANNOTATIONS;
  const example = [
    'metadata:',
    `  name: ${entity.metadata.name}`,
    '  annotations:',
    `    ${kubernetesId}: ${entity.metadata.name}`,
  ].join('\n');

  return (
    <Notice title={t('notMapped.title')}>
      <p>{t('notMapped.hint')}</p>
      <CodeBlock label={t('notMapped.example')} code={example} />
      <p>
        {t('notMapped.tried')} <code>{labelSelector}</code>,{' '}
        <code>{kubernetesId}</code>
      </p>
      <p>{t('notMapped.narrowing', { namespace, cluster })}</p>
    </Notice>
  );
}
