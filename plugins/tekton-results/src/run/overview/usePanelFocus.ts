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
 * Moves the focus to the heading of a panel that opens, and back to where it came
 * from when it closes. A panel that is there from the start takes no focus.
 *
 * @returns References for the heading and for the area that opens the panel
 */
export function usePanelFocus(open: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(open);

  useEffect(() => {
    if (open === wasOpen.current) {
      return;
    }
    wasOpen.current = open;
    if (open) {
      const { activeElement } = document;
      opener.current = area.current?.contains(activeElement)
        ? activeElement
        : null;
      heading.current?.focus();
    } else {
      focusAgain(opener.current, area.current);
    }
  }, [open]);

  return { heading, area };
}

function focusAgain(opener: Element | null, area: HTMLElement | null) {
  const target = opener?.isConnected
    ? opener
    : area?.querySelector('[tabindex="0"]');
  if (target instanceof HTMLElement) {
    target.focus();
  }
}
