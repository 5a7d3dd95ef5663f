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
import type { RunTab } from './location';

/** Moves the focus to a tab that is opened while the focus is in what it replaces. */
export function useFocusAtTab(tabs: RefObject<HTMLElement>, tab: RunTab): void {
  const before = useRef(tab);
  useEffect(() => {
    if (before.current === tab) {
      return undefined;
    }
    before.current = tab;
    // What was shown is removed only after the other tab is chosen. It leaves the
    // focus to the body, where the keys of the page, and the way on with Tab, are lost.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        tabs.current
          ?.querySelector<HTMLElement>('[aria-selected="true"]')
          ?.focus({ preventScroll: true });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [tabs, tab]);
}
