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

import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { type ReactNode, useState } from 'react';
import { errorMessage, toError } from '../../data';
import { PluginRoot } from '../../page';
import { useTexts } from '../../translation';
import styles from './ConfirmDialog.module.css';

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What must be typed, so that nobody deletes anything by a slip. */
  readonly name: string;
  /** On the button that does it. */
  readonly action: string;
  /** Whether the user has been told what it does. */
  readonly ready: boolean;
  /** Does it; the dialog closes when it is done, and says why it is not. */
  readonly onConfirm: () => Promise<void>;
  /** What it does, with numbers. */
  readonly children: ReactNode;
}

/** Asks before something is deleted for ever. */
export function ConfirmDialog({ isOpen, ...props }: ConfirmDialogProps) {
  const { onClose, title } = props;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable
      width={480}
    >
      <DialogHeader>{title}</DialogHeader>
      <Confirmation {...props} />
    </Dialog>
  );
}

function Confirmation(props: Omit<ConfirmDialogProps, 'isOpen' | 'title'>) {
  const { onClose, name, action, ready, onConfirm, children } = props;
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<Error>();

  const confirm = async () => {
    setIsPending(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (reason) {
      setError(toError(reason));
      setIsPending(false);
    }
  };

  return (
    <>
      <DialogBody>
        <PluginRoot>
          <div className={styles.body}>
            {children}
            {ready && (
              <TextField
                label={t('admin.confirm.type', { name })}
                value={typed}
                onChange={setTyped}
                autoComplete="off"
              />
            )}
            {error && (
              <Alert
                role="alert"
                status="danger"
                icon
                title={t('admin.confirm.failed')}
                description={errorMessage(error)}
              />
            )}
          </div>
        </PluginRoot>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive
          isPending={isPending}
          isDisabled={!ready || typed.trim() !== name}
          onPress={confirm}
        >
          {action}
        </Button>
        <Button variant="secondary" slot="close">
          {t('admin.confirm.cancel')}
        </Button>
      </DialogFooter>
    </>
  );
}
