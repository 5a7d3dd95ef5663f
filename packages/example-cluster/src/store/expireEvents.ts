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

import { asText, RESOURCES } from '../kubernetes';
import { ObjectStore } from './objectStore';

/** As in a real cluster. */
const EVENT_LIFETIME_MS = 60 * 60 * 1000;

/** Removes Events that nobody added to for an hour, so that a cluster can run for days. */
export function expireEvents(store: ObjectStore): void {
  for (const event of store.list(RESOURCES.events)) {
    const { creationTimestamp, name, namespace } = event.metadata;
    const last = asText(event.lastTimestamp) ?? creationTimestamp;
    if (store.now() - Date.parse(last) > EVENT_LIFETIME_MS) {
      store.delete(RESOURCES.events, namespace, name);
    }
  }
}
