import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isError } from '@backstage/errors';
import { Alert, Button } from '@backstage/ui';
import { whatWentWrong } from '../../api';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './RequestError.module.css';

export interface RequestErrorProps {
  /** What could not be done, in a few words. */
  title: string;
  error: Error;
  onRetry: () => void;
}

/**
 * A request failed and there is nothing to show in its place: says so plainly,
 * offers to try again and folds what only an operator understands.
 */
export function RequestError({ title, error, onRetry }: RequestErrorProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  if (whatWentWrong(error) === 'refused') {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('error.refusedTitle')}
        description={t('error.refused')}
      />
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={
        <>
          {t('error.explanation')}
          <details className={styles.details}>
            <summary>{t('error.details')}</summary>
            <pre className={styles.text}>{errorChain(error).join('\n')}</pre>
          </details>
        </>
      }
      customActions={
        <Button size="small" variant="secondary" onPress={onRetry}>
          {t('error.retry')}
        </Button>
      }
    />
  );
}

/** The error and its causes, one line each. */
function errorChain(error: Error): string[] {
  const lines: string[] = [];
  for (let cause: unknown = error; isError(cause); cause = cause.cause) {
    lines.push(`${cause.name}: ${cause.message}`);
  }
  return lines;
}
