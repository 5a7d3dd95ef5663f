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

import { useEffect, useRef } from 'react';

/**
 * Moves the focus to the heading of a panel that opens, and back to what opened it,
 * or last chose what it shows, when it closes. A panel that is there from the start
 * takes no focus.
 *
 * @param shown - What the panel shows; undefined while it is closed
 * @returns References for the heading and for the area that opens the panel
 */
export function usePanelFocus(shown: string | undefined) {
  const heading = useRef<HTMLHeadingElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const before = useRef(shown);

  useEffect(() => {
    const wasOpen = before.current !== undefined;
    if (shown === before.current) {
      return;
    }
    before.current = shown;
    if (shown === undefined) {
      focusAgain(opener.current, area.current);
      return;
    }
    const focused = document.activeElement;
    if (!wasOpen || area.current?.contains(focused)) {
      opener.current = isControl(focused) ? focused : null;
    }
    if (!wasOpen) {
      heading.current?.focus();
    }
  }, [shown]);

  return { heading, area };
}

/** Headings take the focus, too, but nothing is opened from them. */
function isControl(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element.tabIndex >= 0;
}

function focusAgain(opener: HTMLElement | null, area: HTMLElement | null) {
  const target = opener?.isConnected
    ? opener
    : area?.querySelector('[tabindex="0"]');
  if (target instanceof HTMLElement) {
    target.focus();
  }
}
