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

import { Alert, type AlertProps, Button } from '@backstage/ui';
import { useTexts } from '../translation';
import styles from './RetryAlert.module.css';

/** Props of {@link RetryAlert}. */
export interface RetryAlertProps
  extends Pick<AlertProps, 'role' | 'status' | 'title' | 'description'> {
  readonly retry: () => void;
}

/** Says that something went wrong, and lets the user try again. */
export function RetryAlert({ retry, ...alert }: RetryAlertProps) {
  const t = useTexts();
  return (
    <Alert
      {...alert}
      className={styles.alert}
      icon
      customActions={
        <Button size="small" variant="secondary" onPress={retry}>
          {t('error.retry')}
        </Button>
      }
    />
  );
}
