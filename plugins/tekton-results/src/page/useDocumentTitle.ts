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

import { useEffect } from 'react';

/**
 * Puts the name of a screen in front of the title that the app gives the
 * document. At most one screen at a time may use it. The app may change its part
 * at any time, which is why it is watched.
 */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    if (!title) {
      return undefined;
    }
    let titleOfApp = document.title;
    const own = () => (titleOfApp ? `${title} | ${titleOfApp}` : title);
    const observer = new MutationObserver(() => {
      if (document.title !== own()) {
        titleOfApp = document.title;
        document.title = own();
      }
    });
    document.title = own();
    observer.observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    return () => {
      observer.disconnect();
      if (document.title === own()) {
        document.title = titleOfApp;
      }
    };
  }, [title]);
}
