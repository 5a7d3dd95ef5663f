import { Alert, Button } from '@backstage/ui';
import { errorMessage, errorStatus } from '../data';
import { useTexts } from '../translation';
import { Notice } from './Notice';

/** Props of {@link ErrorState}. */
export interface ErrorStateProps {
  readonly title: string;
  readonly error: Error;
  readonly retry: () => void;
}

/** Says why nothing can be shown, and lets the user try again. */
export function ErrorState({ title, error, retry }: ErrorStateProps) {
  const t = useTexts();

  if (errorStatus(error) === 403) {
    return (
      <Notice title={t('error.forbidden')}>
        <p>{t('error.forbiddenHint')}</p>
      </Notice>
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={errorMessage(error)}
      customActions={
        <Button size="small" variant="secondary" onPress={retry}>
          {t('error.retry')}
        </Button>
      }
    />
  );
}
