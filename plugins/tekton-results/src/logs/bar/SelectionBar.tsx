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
import { RiCloseLine, RiFileCopyLine, RiLink } from '@remixicon/react';
import { useEffect, useState } from 'react';
import type { LineRange } from '../rows';
import { useTexts } from '../../translation';
import styles from './LogBar.module.css';

const CONFIRMATION_MS = 2_000;

/** Props of {@link SelectionBar}. */
export interface SelectionBarProps {
  readonly range: LineRange;
  /** The text of the lines as it is seen. */
  readonly readText: () => Promise<string>;
  readonly onClear: () => void;
}

/** What can be done with the lines that are marked. */
export function SelectionBar({ range, readText, onClear }: SelectionBarProps) {
  const t = useTexts();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();

  useEffect(() => {
    const timer = outcome && setTimeout(setOutcome, CONFIRMATION_MS, undefined);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (read: () => Promise<string>) => {
    try {
      await navigator.clipboard.writeText(await read());
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  const link = () => window.location.href;

  return (
    <div
      className={styles.selection}
      role="group"
      aria-label={t('logs.selection.title')}
    >
      <span>
        {range.from === range.to
          ? t('logs.line', { number: String(range.from) })
          : t('logs.selection.lines', {
              from: String(range.from),
              to: String(range.to),
            })}
      </span>
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiLink />}
        onPress={() => copy(async () => link())}
      >
        {t('logs.selection.copyLink')}
      </Button>
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiFileCopyLine />}
        onPress={() => copy(readText)}
      >
        {t('logs.selection.copyText')}
      </Button>
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiFileCopyLine />}
        onPress={() => copy(async () => `${link()}\n\n${await readText()}`)}
      >
        {t('logs.selection.copyBoth')}
      </Button>
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiCloseLine />}
        onPress={onClear}
      >
        {t('logs.selection.clear')}
      </Button>
      <span role="status">{outcome && t(`copy.${outcome}`)}</span>
    </div>
  );
}
