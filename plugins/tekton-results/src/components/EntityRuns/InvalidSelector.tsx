import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import { tektonResultsTranslationRef } from '../../translation';

const VALID_EXAMPLE = 'app=shop,tier in (web,api)';

export interface InvalidSelectorProps {
  annotation: string;
  problem: string;
}

/** An annotation of the entity is wrong: which one, how, and what would be right. */
export function InvalidSelector(props: InvalidSelectorProps) {
  const { annotation, problem } = props;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('invalidSelector.title')}
      description={
        <>
          <p>{t('invalidSelector.explanation', { annotation, problem })}</p>
          <p>{t('invalidSelector.advice', { example: VALID_EXAMPLE })}</p>
        </>
      }
    />
  );
}
