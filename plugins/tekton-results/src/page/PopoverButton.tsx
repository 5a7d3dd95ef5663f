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

import { Button, DialogTrigger, Popover } from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import { PluginRoot } from './PluginRoot';
import styles from './PopoverButton.module.css';

/** Props of {@link PopoverButton}. */
export interface PopoverButtonProps {
  /** On the button, and the name of the popover. */
  readonly label: string;
  /** Follows the label on the button. */
  readonly detail?: string;
  readonly icon?: ReactElement;
  readonly iconEnd?: ReactElement;
  readonly variant?: 'secondary' | 'tertiary';
  /** Whether the panel has room for two columns. */
  readonly wide?: boolean;
  /** Drawn, and so asked for, only while it is open. */
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A button that opens a small panel beneath it. */
export function PopoverButton(props: PopoverButtonProps) {
  const { label, detail, icon, iconEnd, variant = 'secondary' } = props;
  const { children, onOpenChange, wide = false } = props;

  return (
    <DialogTrigger onOpenChange={onOpenChange}>
      <Button
        size="small"
        variant={variant}
        iconStart={icon}
        iconEnd={iconEnd}
        className={styles.button}
      >
        {label}
        {detail && <span className={styles.detail}> {detail}</span>}
      </Button>
      <Popover aria-label={label} placement="bottom start" hideArrow>
        <PluginRoot>
          <div
            className={
              wide ? `${styles.content} ${styles.wide}` : styles.content
            }
          >
            {children}
          </div>
        </PluginRoot>
      </Popover>
    </DialogTrigger>
  );
}
