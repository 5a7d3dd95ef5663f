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

import { useApi } from '@backstage/core-plugin-api';
import { Button } from '@backstage/ui';
import type { RepairLogOrphansResponse } from 'backstage-plugin-tekton-results-common';
import { useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import { toError } from '../../data';
import { formatBytes, useFormat } from '../../format';
import { ErrorState } from '../../states';
import { useTexts } from '../../translation';
import { ConfirmDialog } from '../confirm';
import { leftoverCount } from './leftoverCount';
import styles from './Leftovers.module.css';
import { LeftoverTable } from './LeftoverTable';

/** What must be typed. An identifier: it is the same in all languages. */
const NAME = 'logs';

/** Looks for bytes without a log and logs without their bytes, and clears up. */
export function Leftovers() {
  const t = useTexts();
  const format = useFormat();
  const api = useApi(tektonResultsApiRef);
  const [found, setFound] = useState<RepairLogOrphansResponse>();
  const [error, setError] = useState<Error>();
  const [isLooking, setIsLooking] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const { objects, bytes, logs } = leftoverCount(found?.drivers ?? []);

  const look = async () => {
    setIsLooking(true);
    setError(undefined);
    try {
      setFound(await api.repairLogOrphans({ dryRun: true }));
    } catch (reason) {
      setError(toError(reason));
    } finally {
      setIsLooking(false);
    }
  };

  return (
    <div className={styles.leftovers}>
      <div className={styles.actions}>
        <Button
          size="small"
          variant="secondary"
          isPending={isLooking}
          onPress={look}
        >
          {t('admin.leftovers.look')}
        </Button>
        {found?.dryRun && objects + logs > 0 && (
          <Button
            size="small"
            variant="secondary"
            onPress={() => setIsOpen(true)}
          >
            {t('admin.leftovers.open')}
          </Button>
        )}
      </div>
      {error && (
        <ErrorState
          title={t('admin.leftovers.failed')}
          error={error}
          retry={look}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('admin.leftovers.denied')}
        />
      )}
      {found && objects + logs === 0 && <p>{t('admin.leftovers.none')}</p>}
      {found && found.drivers.length > 0 && (
        <LeftoverTable drivers={found.drivers} />
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('admin.leftovers.title')}
        name={NAME}
        action={t('admin.leftovers.action')}
        ready
        onConfirm={async () => {
          setFound(await api.repairLogOrphans({ dryRun: false }));
        }}
      >
        <p>
          {t('admin.leftovers.removes', {
            objects: format.number(objects),
            bytes: formatBytes(bytes, format.number),
          })}
        </p>
        <p>{t('admin.leftovers.marks', { logs: format.number(logs) })}</p>
      </ConfirmDialog>
    </div>
  );
}
