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

import { type MutableRefObject, type RefObject, useEffect } from 'react';

/** A panel that begins lower in the window, and goes on below it, is hardly seen. */
const LOW_SHARE = 0.5;

/**
 * Scrolls to the panel of a task that a link to the page names, unless it can be
 * seen. There is no motion that somebody could have asked to reduce.
 *
 * @param heading - Of the panel
 * @param isNew - Whether the page was opened a moment ago; not any more afterwards
 */
export function usePanelInView(
  heading: RefObject<HTMLElement>,
  isNew: MutableRefObject<boolean>,
): void {
  useEffect(() => {
    const panel = heading.current?.closest('section');
    if (isNew.current && panel && !isSeen(panel.getBoundingClientRect())) {
      panel.scrollIntoView({ block: 'start', behavior: 'instant' });
    }
    isNew.current = false;
  }, [heading, isNew]);
}

function isSeen({ top, bottom }: DOMRect): boolean {
  const { innerHeight } = window;
  return top >= 0 && (bottom <= innerHeight || top <= innerHeight * LOW_SHARE);
}
