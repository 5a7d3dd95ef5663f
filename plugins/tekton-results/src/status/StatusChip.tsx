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

import { useTexts } from '../translation';
import styles from './Chip.module.css';
import { StatusIcon } from './StatusIcon';
import { type ShownStatus, statusLook } from './statusLook';

/** Props of {@link StatusChip}. */
export interface StatusChipProps {
  readonly status: ShownStatus;
  /** Said on hover. */
  readonly message?: string;
  readonly large?: boolean;
}

/** A status as shape, word and colour. */
export function StatusChip({ status, message, large }: StatusChipProps) {
  const t = useTexts();
  const look = statusLook[status];
  const classNames = [
    styles.chip,
    styles[look.tone],
    look.outlined && styles.outlined,
    large && styles.large,
  ];

  return (
    <span className={classNames.filter(Boolean).join(' ')} title={message}>
      <StatusIcon look={look} />
      {t(`status.${status}`)}
    </span>
  );
}
