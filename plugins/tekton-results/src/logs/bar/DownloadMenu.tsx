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

import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import type { LogRef, RunRef } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../../translation';
import { useDownload, type LogDownloadKind } from './useDownload';
import styles from './LogBar.module.css';

const KINDS: readonly LogDownloadKind[] = [
  'raw',
  'plain',
  'times',
  'task',
  'run',
];

/** Props of {@link DownloadMenu}. */
export interface DownloadMenuProps {
  readonly run: RunRef;
  readonly log: LogRef;
}

/** Saves the log as a file, or all logs of the task or the run. */
export function DownloadMenu({ run, log }: DownloadMenuProps) {
  const t = useTexts();
  const { download, pending, error } = useDownload({ run, log });

  return (
    <>
      <MenuTrigger>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiDownloadLine />}
          isPending={pending}
        >
          {t('logs.download.title')}
        </Button>
        <Menu
          aria-label={t('logs.download.title')}
          onAction={key => download(key as LogDownloadKind)}
        >
          {KINDS.map(kind => (
            <MenuItem key={kind} id={kind}>
              {t(`logs.download.${kind}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {error && (
        <span className={styles.problem} role="alert">
          {t('logs.download.failed', { message: error.message })}
        </span>
      )}
    </>
  );
}
