import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import { ENTITY_ANNOTATIONS } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './EntityRuns.module.css';

export interface NotMappedProps {
  entityName: string;
}

/** The entity has none of the annotations that choose runs: which to add. */
export function NotMapped({ entityName }: NotMappedProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const { kubernetesId, labelSelector } = ENTITY_ANNOTATIONS;
  const example = [
    'metadata:',
    '  annotations:',
    `    # ${t('notMapped.exampleId')}`,
    `    ${kubernetesId}: ${entityName}`,
    `    # ${t('notMapped.exampleSelector')}`,
    `    ${labelSelector}: app=${entityName}`,
  ].join('\n');

  return (
    <section className={styles.state}>
      <Text as="h2" variant="title-small">
        {t('notMapped.title')}
      </Text>
      <p>
        {t('notMapped.tried', {
          annotations: `${labelSelector}, ${kubernetesId}`,
        })}
      </p>
      <p>{t('notMapped.explanation')}</p>
      <pre
        className={styles.example}
        role="region"
        aria-label={t('notMapped.example')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        tabIndex={0}
      >
        {example}
      </pre>
      <p>{t('notMapped.narrowing')}</p>
    </section>
  );
}
