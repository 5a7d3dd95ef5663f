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
import type { RunRef } from 'backstage-plugin-tekton-results-common';
import { LoadingLines, Notice } from '../../states';
import { useTexts } from '../../translation';
import { Absence } from './Absence';
import { RunRemoved } from './RunRemoved';
import { useAbsence } from './useAbsence';

/** Props of {@link RunMissing}. */
export interface RunMissingProps extends RunRef {
  readonly retry: () => void;
}

/**
 * Says which policy has removed a run; else that it is not here, with the same words
 * whether there is none or it may not be seen, and what may be the cause.
 */
export function RunMissing({ cluster, uid, retry }: RunMissingProps) {
  const t = useTexts();
  const { loading, absence } = useAbsence({ cluster, uid });
  const removed = absence?.removed?.find(run => run.uid === uid);

  if (loading) {
    return <LoadingLines label={t('run.loading')} lines={2} />;
  }
  if (removed) {
    return <RunRemoved removed={removed} />;
  }
  return (
    <Notice title={t('run.notFound')}>
      <p>{t('run.notFoundHint')}</p>
      {absence && <Absence absence={absence} />}
      <p>
        <code>
          {cluster} / {uid}
        </code>
      </p>
      <Button size="small" variant="secondary" onPress={retry}>
        {t('error.retry')}
      </Button>
    </Notice>
  );
}
