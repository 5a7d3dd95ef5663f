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

import { type RefObject, useEffect } from 'react';
import { RUN_TABS, type RunTab } from './location';

/** Where the tabs are lower in the window, little is seen of what is below. */
const LOW_SHARE = 0.5;

/**
 * Scrolls to the tabs when another than the first is opened and little of it could
 * be seen: a link to a line of a log must not end above it. Where there is no room
 * for all tabs, the chosen one is among those in view.
 */
export function useTabInView(tabs: RefObject<HTMLElement>, tab: RunTab): void {
  useEffect(() => {
    const list = tabs.current;
    if (!list) {
      return undefined;
    }
    showChosen(list);
    // Tabs are drawn only after the list that they are in.
    const observer = new MutationObserver(() => showChosen(list));
    observer.observe(list, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [tabs, tab]);

  useEffect(() => {
    const top = tabs.current?.getBoundingClientRect().top ?? 0;
    if (tab !== RUN_TABS[0] && top > window.innerHeight * LOW_SHARE) {
      tabs.current?.scrollIntoView({ block: 'start' });
    }
  }, [tabs, tab]);
}

function showChosen(list: HTMLElement): void {
  const chosen = list.querySelector<HTMLElement>('[aria-selected="true"]');
  if (chosen) {
    list.scrollLeft =
      chosen.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2;
  }
}
