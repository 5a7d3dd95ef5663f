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

import { BgProvider } from '@backstage/ui';
import { type ReactNode, useId } from 'react';
import styles from './Block.module.css';

/** Props of {@link Block}. */
export interface BlockProps {
  readonly title: string;
  /** What can be done, beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page for admins. */
export function Block({ title, actions, children }: BlockProps) {
  const id = useId();
  return (
    <section className={styles.block} aria-labelledby={id}>
      {/* Buttons stand out from the ground that they know of. */}
      <BgProvider bg="neutral-1">
        <header className={styles.head}>
          <h3 id={id} className={styles.title}>
            {title}
          </h3>
          {actions}
        </header>
        {children}
      </BgProvider>
    </section>
  );
}
