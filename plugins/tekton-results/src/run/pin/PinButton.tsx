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
import { RiPushpinLine, RiUnpinLine } from '@remixicon/react';
import type { RunDetails } from 'backstage-plugin-tekton-results-common';
import { useState } from 'react';
import { useMayPin } from '../../access';
import { useTexts } from '../../translation';
import { PinDialog } from './PinDialog';

/** Props of {@link PinButton}. */
export interface PinButtonProps {
  readonly details: Pick<RunDetails, 'run' | 'pin'>;
  readonly onChanged: () => void;
}

/** Keeps a run for ever, or ends that, for those who may. */
export function PinButton({ details, onChanged }: PinButtonProps) {
  const t = useTexts();
  const { run, pin } = details;
  const mayPin = useMayPin(run);
  // What was asked stays on the dialog while it closes.
  const [asked, setAsked] = useState({ isOpen: false, pinned: false });

  if (!mayPin) {
    return null;
  }
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        iconStart={pin ? <RiUnpinLine /> : <RiPushpinLine />}
        onPress={() => setAsked({ isOpen: true, pinned: pin !== undefined })}
      >
        {t(pin ? 'run.pin.unpin' : 'run.pin.pin')}
      </Button>
      <PinDialog
        run={run}
        pinned={asked.pinned}
        isOpen={asked.isOpen}
        onClose={() => setAsked(({ pinned }) => ({ isOpen: false, pinned }))}
        onChanged={onChanged}
      />
    </>
  );
}
