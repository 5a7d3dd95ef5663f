import type { Entity } from '@backstage/catalog-model';
import type { EntityScope } from 'backstage-plugin-tekton-results-common';
import { CodeBlock, Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link InvalidSelector}. */
export interface InvalidSelectorProps {
  readonly entity: Entity;
  readonly mapping: Extract<EntityScope, { kind: 'invalid' }>;
}

/** Names the annotation that cannot be read, and what is wrong with it. */
export function InvalidSelector({ entity, mapping }: InvalidSelectorProps) {
  const t = useTexts();
  const { annotation, problem } = mapping;
  const value = entity.metadata.annotations?.[annotation] ?? '';

  return (
    <Notice title={t('invalid.title')}>
      <p>{t('invalid.hint', { annotation, problem })}</p>
      <CodeBlock
        label={t('invalid.value')}
        code={`${annotation}: ${JSON.stringify(value)}`}
      />
    </Notice>
  );
}
