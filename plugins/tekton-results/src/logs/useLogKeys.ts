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

import type { KeyboardEvent, RefObject } from 'react';
import { useShortcuts } from '../keys';

/** What keys do in the logs. */
export interface LogKeyActions {
  readonly find: () => void;
  readonly wrap: () => void;
  readonly times: () => void;
  readonly end: () => void;
  readonly nextFailure: () => void;
  readonly previousFailure: () => void;
}

/**
 * Handles the keys of the logs while the focus is inside of an element. Letters can
 * be turned off; the handler that is returned is for the others.
 */
export function useLogKeys(options: {
  readonly region: RefObject<HTMLElement>;
  /** Whether what is looked for is being typed. */
  readonly isFinding: () => boolean;
  readonly actions: LogKeyActions;
}): (event: KeyboardEvent<HTMLElement>) => void {
  const { region, isFinding, actions } = options;
  useShortcuts(region, [
    { keys: '/', run: actions.find },
    { keys: 'w', run: actions.wrap },
    { keys: 't', run: actions.times },
    { keys: 'f', run: actions.nextFailure },
    { keys: 'F', run: actions.previousFailure },
  ]);

  return event => {
    const action = actionOf(event, isFinding());
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      actions[action]();
    }
  };
}

function actionOf(
  event: KeyboardEvent<HTMLElement>,
  isFinding: boolean,
): 'find' | 'end' | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const target = event.target as HTMLElement;
  // Menus are drawn elsewhere.
  if (!event.currentTarget.contains(target) || altKey || shiftKey) {
    return undefined;
  }
  if (ctrlKey || metaKey) {
    // The second time the browser finds.
    return key === 'f' && !isFinding ? 'find' : undefined;
  }
  const isField = target.matches('input, textarea, select');
  return key === 'End' && !isField ? 'end' : undefined;
}
