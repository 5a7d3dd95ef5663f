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
import { RiArrowUpLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { useFormat } from '../format';
import { useAnnounce } from '../page';
import { useTexts } from '../translation';
import styles from './NewRunsBar.module.css';
import type { UnseenRuns } from './useRuns';

const ANNOUNCE_EVERY_MS = 10_000;

/** Props of {@link NewRunsBar}. */
export interface NewRunsBarProps extends UnseenRuns {
  readonly onShow: () => void;
}

/** Says that there are runs which are not on screen, and shows them if wanted. */
export function NewRunsBar({ count, atLeast, onShow }: NewRunsBarProps) {
  const t = useTexts();
  const format = useFormat();
  const announce = useAnnounce();
  const announcedAt = useRef(0);
  const formatted = format.number(count);
  const text = atLeast
    ? t('runs.newAtLeast', { formatted })
    : t('runs.new', { count, formatted });

  useEffect(() => {
    if (count === 0) {
      return undefined;
    }
    const waitMs = announcedAt.current + ANNOUNCE_EVERY_MS - Date.now();
    const timer = setTimeout(() => {
      announcedAt.current = Date.now();
      announce(text);
    }, Math.max(waitMs, 0));
    return () => clearTimeout(timer);
  }, [announce, count, text]);

  return count === 0 ? null : (
    <div className={styles.bar}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiArrowUpLine />}
        onPress={onShow}
      >
        {text}
      </Button>
    </div>
  );
}
