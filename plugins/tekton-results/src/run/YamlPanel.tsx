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
import { RiDownloadLine } from '@remixicon/react';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useMemo } from 'react';
import { stringify } from 'yaml';
import { CopyButton, ErrorState, LoadingLines } from '../states';
import { useTexts } from '../translation';
import { useRunObject } from './useRunObject';
import styles from './YamlPanel.module.css';

/** Props of {@link YamlPanel}. */
export interface YamlPanelProps {
  readonly run: RunSummary;
  readonly finished: boolean;
}

/** The Kubernetes object of a run as it was stored. */
export function YamlPanel({ run, finished }: YamlPanelProps) {
  const t = useTexts();
  const { value, loading, error, retry } = useRunObject(run, finished);
  const yaml = useMemo(
    () => value && stringify(value, { lineWidth: 0 }),
    [value],
  );
  const title = t('yaml.title', { name: run.name });

  if (loading) {
    return <LoadingLines label={t('yaml.loading')} />;
  }
  if (yaml === undefined) {
    return (
      <ErrorState
        title={t('error.yamlTitle')}
        error={error ?? new Error(t('error.yamlTitle'))}
        retry={retry}
      />
    );
  }
  return (
    <div className={styles.panel}>
      <div className={styles.actions}>
        <CopyButton text={yaml} name={title} />
        <Button
          size="small"
          variant="tertiary"
          iconStart={<RiDownloadLine />}
          onPress={() => download(`${run.name}.yaml`, yaml)}
        >
          {t('yaml.download')}
        </Button>
      </div>
      <pre
        className={styles.yaml}
        role="region"
        aria-label={title}
        // It scrolls, so the keyboard must reach it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {yaml}
      </pre>
    </div>
  );
}

function download(fileName: string, text: string) {
  const url = URL.createObjectURL(
    new Blob([text], { type: 'application/yaml' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
