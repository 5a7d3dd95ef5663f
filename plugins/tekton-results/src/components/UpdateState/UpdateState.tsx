import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import { useFormat } from '../../format';
import type { LiveQuery } from '../../hooks';
import { tektonResultsTranslationRef } from '../../translation';

export interface UpdateStateProps {
  query: LiveQuery<unknown>;
}

/** Warns that what is shown grows old, as its updates fail. */
export function UpdateState({ query }: UpdateStateProps) {
  const { error, updatedAt, retry } = query;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const format = useFormat();

  if (!error || updatedAt === undefined) {
    return null;
  }
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('live.failing', {
        time: format.dateTime(new Date(updatedAt).toISOString()),
        message: error.message,
      })}
      customActions={
        <Button size="small" variant="secondary" onPress={retry}>
          {t('live.retry')}
        </Button>
      }
    />
  );
}
