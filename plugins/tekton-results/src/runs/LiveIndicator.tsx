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
import type { LiveState } from '../data';
import { useFormat } from '../format';
import { useTexts } from '../translation';
import styles from './LiveIndicator.module.css';

/** Props of {@link LiveIndicator}. */
export interface LiveIndicatorProps {
  readonly state: LiveState;
  readonly retry: () => void;
}

/** Tells how what is shown is kept up to date. */
export function LiveIndicator({ state, retry }: LiveIndicatorProps) {
  const t = useTexts();
  const format = useFormat();

  if (state.kind === 'disconnected') {
    const time = format.timeOfDay(new Date(state.since).toISOString());
    return (
      <span className={styles.live}>
        <span className={styles.disconnected} aria-hidden="true" />
        {t('live.disconnected', { time })}
        <Button size="small" variant="tertiary" onPress={retry}>
          {t('error.retry')}
        </Button>
      </span>
    );
  }
  const isOn = state.kind === 'checking' || state.kind === 'live';
  return (
    <span className={styles.live}>
      <span className={isOn ? styles.on : styles.off} aria-hidden="true" />
      {state.kind === 'checking'
        ? t('live.checking', { every: format.duration(state.everyMs) })
        : t(`live.${state.kind}`)}
    </span>
  );
}
