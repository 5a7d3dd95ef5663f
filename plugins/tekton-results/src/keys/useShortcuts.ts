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

import { type RefObject, useEffect, useRef } from 'react';
import { isShortcutPress, meaningOf, type Shortcut } from './shortcut';
import { useSingleKeys } from './useSingleKeys';

/** How much time there is for the second of two keys. */
const SECOND_KEY_MS = 1_500;

/**
 * Listens to keys while the focus is inside of an element, unless the user has
 * turned them off. They are taken before the controls inside can swallow them.
 */
export function useShortcuts(
  region: RefObject<HTMLElement>,
  shortcuts: readonly Shortcut[],
): void {
  const { enabled } = useSingleKeys();
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });

  useEffect(() => {
    const element = region.current;
    if (!element || !enabled) {
      return undefined;
    }
    let begun: { key: string; at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcutPress(event)) {
        return;
      }
      const inTime = begun && event.timeStamp - begun.at <= SECOND_KEY_MS;
      const meaning = meaningOf(
        event.key,
        inTime ? begun?.key : undefined,
        current.current,
      );
      begun =
        meaning.kind === 'begin'
          ? { key: meaning.key, at: event.timeStamp }
          : undefined;
      if (meaning.kind === 'run') {
        event.preventDefault();
        event.stopPropagation();
        meaning.shortcut.run();
      }
    };
    element.addEventListener('keydown', onKeyDown, { capture: true });
    return () =>
      element.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [region, enabled]);
}
