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
import type { RetentionPart } from 'backstage-plugin-tekton-results-common';
import { useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import { useAnnounce } from '../../page';
import { ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { ConfirmDialog } from '../confirm';
import { previewTotals } from './previewTotals';
import { useRetentionPreview } from './useRetentionPreview';
import { useRetentionTexts } from './useRetentionTexts';

/** What must be typed. An identifier: it is the same in all languages. */
const NAME = 'retention';
const PARTS: readonly RetentionPart[] = ['runs', 'logs', 'events'];

/** Props of {@link RunRetention}. */
export interface RunRetentionProps {
  readonly onStarted: () => void;
}

/** Lets old runs be removed now, after it has said how many. */
export function RunRetention({ onStarted }: RunRetentionProps) {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="secondary" onPress={() => setIsOpen(true)}>
        {t('admin.run.open')}
      </Button>
      {isOpen && (
        <RunDialog onClose={() => setIsOpen(false)} onStarted={onStarted} />
      )}
    </>
  );
}

/** Counts anew when it opens: what was counted before may be old. */
function RunDialog(props: {
  readonly onClose: () => void;
  readonly onStarted: () => void;
}) {
  const { onClose, onStarted } = props;
  const t = useTexts();
  const api = useApi(tektonResultsApiRef);
  const announce = useAnnounce();
  const texts = useRetentionTexts();
  const { value, loading, error, retry } = useRetentionPreview();
  const totals = value && previewTotals(value);
  const parts = totals ? PARTS.filter(part => totals[part].runs > 0) : [];

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('admin.run.title')}
      name={NAME}
      action={t('admin.run.action')}
      ready={totals !== undefined}
      onConfirm={async () => {
        await api.runRetention();
        announce(t('admin.run.started'));
        onStarted();
      }}
    >
      {loading && (
        <LoadingLines label={t('admin.retention.counting')} lines={2} />
      )}
      {error && !value && (
        <ErrorState
          title={t('admin.retention.planFailed')}
          error={error}
          retry={retry}
        />
      )}
      {totals && parts.length === 0 && (
        <p>{t('admin.retention.nothingGoes')}</p>
      )}
      {totals && parts.length > 0 && (
        <>
          <p>{t('admin.run.deletes')}</p>
          <ul>
            {parts.map(part => (
              <li key={part}>{texts.part(part, totals[part])}</li>
            ))}
          </ul>
          <p>{t('admin.run.forEver')}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
