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

import { RiQuestionLine } from '@remixicon/react';
import { PopoverButton } from '../page';
import { useTexts } from '../translation';
import { PinChip } from './PinChip';
import { PlaceChip } from './PlaceChip';
import { StatusChip } from './StatusChip';
import styles from './StatusLegend.module.css';
import { type ShownStatus, statusLook } from './statusLook';

const STATUSES = Object.keys(statusLook) as ShownStatus[];

/** A button that explains every chip. */
export function LegendButton() {
  const t = useTexts();
  return (
    <PopoverButton
      label={t('legend.title')}
      icon={<RiQuestionLine />}
      variant="tertiary"
      wide
    >
      <StatusLegend />
    </PopoverButton>
  );
}

/** What each chip means. */
function StatusLegend() {
  const t = useTexts();

  return (
    <section
      className={styles.scroll}
      aria-label={t('legend.title')}
      // Whoever has only a keyboard must be able to scroll it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <dl className={styles.legend}>
        {STATUSES.map(status => (
          <div key={status} className={styles.entry}>
            <dt>
              <StatusChip status={status} />
            </dt>
            <dd>{t(`legend.status.${status}`)}</dd>
          </div>
        ))}
        <div className={styles.entry}>
          <dt>
            <PlaceChip />
          </dt>
          <dd>{t('legend.live')}</dd>
        </div>
        <div className={styles.entry}>
          <dt>
            <PlaceChip gone />
          </dt>
          <dd>{t('legend.gone')}</dd>
        </div>
        <div className={styles.entry}>
          <dt>
            <PinChip />
          </dt>
          <dd>{t('legend.pinned')}</dd>
        </div>
      </dl>
    </section>
  );
}
