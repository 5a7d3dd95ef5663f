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

import { Dialog, DialogBody, DialogHeader, Switch } from '@backstage/ui';
import { PluginRoot } from '../page';
import { useTexts } from '../translation';
import styles from './KeyList.module.css';
import { useSingleKeys } from './useSingleKeys';

/** Props of {@link KeyList}. */
export interface KeyListProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The keys, as they are written on a keyboard, and what they do. */
  readonly keys: ReadonlyArray<readonly [keys: string, does: string]>;
}

/** The keys that a screen knows, and the switch that turns them off. */
export function KeyList({ isOpen, onClose, keys }: KeyListProps) {
  const t = useTexts();
  const { enabled, setEnabled } = useSingleKeys();

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable
      width={480}
    >
      <DialogHeader>{t('keys.title')}</DialogHeader>
      <DialogBody>
        <PluginRoot>
          <dl className={styles.keys}>
            {keys.map(([names, does]) => (
              <div key={names} className={styles.line}>
                <dt className={styles.names}>
                  {names.split(' ').map(name => (
                    <kbd key={name} className={styles.key}>
                      {name}
                    </kbd>
                  ))}
                </dt>
                <dd className={styles.does}>{does}</dd>
              </div>
            ))}
          </dl>
          <Switch
            label={t('keys.single')}
            isSelected={enabled}
            onChange={setEnabled}
          />
          <p className={styles.hint}>{t('keys.hint')}</p>
        </PluginRoot>
      </DialogBody>
    </Dialog>
  );
}
