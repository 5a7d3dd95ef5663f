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

import { useEffect, useState } from 'react';
import { usePageVisible } from './usePageVisible';

/** The time, kept up to date only while it is needed and the page is visible. */
export function useNow(options: { active: boolean; everyMs?: number }): number {
  const { active, everyMs = 1_000 } = options;
  const visible = usePageVisible();
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    if (!active || !visible) {
      return undefined;
    }
    // At first it is the time of the rendering just before.
    setNow(last => (Date.now() - last < everyMs ? last : Date.now()));
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [active, visible, everyMs]);

  return now;
}
