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

import { Button } from '@backstage/ui';
import { errorMessage } from '../data';
import { useTexts } from '../translation';
import { errorKind } from './errorKind';
import styles from './ErrorState.module.css';
import { Notice } from './Notice';
import { RetryAlert } from './RetryAlert';

/** Props of {@link ErrorState}. */
export interface ErrorStateProps {
  readonly title: string;
  readonly error: Error;
  readonly retry: () => void;
  /** The head of what is said to who may see nothing; about runs by default. */
  readonly forbiddenTitle?: string;
  /** Said to who may see nothing; about one component by default. */
  readonly forbiddenHint?: string;
}

/** Says why nothing can be shown, and lets the user try again. */
export function ErrorState(props: ErrorStateProps) {
  const { title, error, retry, forbiddenTitle, forbiddenHint } = props;
  const t = useTexts();
  const kind = errorKind(error);

  if (kind === 'signedOut') {
    return (
      <Notice title={t('error.signedOut')}>
        <p>{t('error.signedOutHint')}</p>
        <Button
          size="small"
          variant="secondary"
          onPress={() => window.location.reload()}
        >
          {t('error.signIn')}
        </Button>
      </Notice>
    );
  }
  if (kind === 'forbidden') {
    return (
      <Notice title={forbiddenTitle ?? t('error.forbidden')}>
        <p>{forbiddenHint ?? t('error.forbiddenHint')}</p>
      </Notice>
    );
  }
  return (
    <RetryAlert
      role="alert"
      status="danger"
      title={title}
      retry={retry}
      description={
        <>
          {(kind === 'busy' || kind === 'server' || kind === 'unreachable') && (
            <p className={styles.hint}>{t(`error.hint.${kind}`)}</p>
          )}
          {/* What was wrong with the request is for the user to mend. */}
          <details className={styles.details} open={kind === 'request'}>
            <summary>{t('error.details')}</summary>
            {errorMessage(error)}
          </details>
        </>
      }
    />
  );
}
