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

import { Button, ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiFileCopyLine, RiKeyboardLine } from '@remixicon/react';
import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useEffect, useState } from 'react';
import { useTexts } from '../../translation';
import { runCopies } from './runCommands';

const CONFIRMATION_MS = 2_000;

/** Props of {@link RunActions}. */
export interface RunActionsProps {
  readonly run: RunSummary;
  readonly onShowKeys: () => void;
}

/** What can be done with a run from its head: copy from it, show the keys. */
export function RunActions({ run, onShowKeys }: RunActionsProps) {
  const t = useTexts();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();

  useEffect(() => {
    const timer = outcome && setTimeout(setOutcome, CONFIRMATION_MS, undefined);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };

  return (
    <>
      <MenuTrigger>
        <Button size="small" variant="secondary" iconStart={<RiFileCopyLine />}>
          {t('copy.copy')}
        </Button>
        <Menu>
          {runCopies(run, window.location.href).map(({ name, text }) => (
            <MenuItem key={name} id={name} onAction={() => copy(text)}>
              {t(`run.copy.${name}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      <span role="status">{outcome && t(`copy.${outcome}`)}</span>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiKeyboardLine />}
        aria-label={t('keys.title')}
        onPress={onShowKeys}
      />
    </>
  );
}
