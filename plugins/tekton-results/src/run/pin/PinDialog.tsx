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

import { useApi } from '@backstage/core-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import type { RunRef } from 'backstage-plugin-tekton-results-common';
import { type FormEvent, useId, useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import { errorMessage, toError } from '../../data';
import { PluginRoot, useAnnounce } from '../../page';
import { useTexts } from '../../translation';
import styles from './PinDialog.module.css';

/** Props of {@link PinDialog}. */
export interface PinDialogProps {
  readonly run: RunRef;
  /** Whether it is pinned, and so to be unpinned. */
  readonly pinned: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Called after the server has done it. */
  readonly onChanged: () => void;
}

/** Asks why a run is to be kept, or whether it need not be any more. */
export function PinDialog({ isOpen, ...props }: PinDialogProps) {
  const { pinned, onClose } = props;
  const t = useTexts();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable
      width={480}
    >
      <DialogHeader>
        {t(pinned ? 'run.pin.unpinTitle' : 'run.pin.pinTitle')}
      </DialogHeader>
      <PinForm {...props} />
    </Dialog>
  );
}

function PinForm(props: Omit<PinDialogProps, 'isOpen'>) {
  const { run, pinned, onClose, onChanged } = props;
  const t = useTexts();
  const api = useApi(tektonResultsApiRef);
  const announce = useAnnounce();
  const form = useId();
  const [reason, setReason] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<Error>();
  const { cluster, uid } = run;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsPending(true);
    setError(undefined);
    try {
      if (pinned) {
        await api.unpinRun({ cluster, uid });
      } else {
        await api.pinRun({ cluster, uid }, { reason: reason.trim() });
      }
      announce(t(pinned ? 'run.pin.unpinned' : 'run.pin.pinned'));
      onChanged();
      onClose();
    } catch (cause) {
      setError(toError(cause));
      setIsPending(false);
    }
  };

  return (
    <>
      <DialogBody>
        <PluginRoot>
          <form id={form} className={styles.form} onSubmit={submit}>
            <p>{t(pinned ? 'run.pin.unpinHint' : 'run.pin.pinHint')}</p>
            {!pinned && (
              <TextField
                label={t('run.pin.why')}
                value={reason}
                onChange={setReason}
                autoComplete="off"
              />
            )}
            {error && (
              <Alert
                role="alert"
                status="danger"
                icon
                title={t('run.pin.failed')}
                description={errorMessage(error)}
              />
            )}
          </form>
        </PluginRoot>
      </DialogBody>
      <DialogFooter>
        <Button
          type="submit"
          form={form}
          variant="primary"
          isPending={isPending}
          isDisabled={!pinned && !reason.trim()}
        >
          {t(pinned ? 'run.pin.unpin' : 'run.pin.pin')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('run.pin.cancel')}
        </Button>
      </DialogFooter>
    </>
  );
}
