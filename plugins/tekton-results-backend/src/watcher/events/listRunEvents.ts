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

import { EVENT_RESOURCE, type ClusterConnection } from '../../cluster';
import type { CapturedEvent } from '../../store';
import type { EventsSubject } from './EventsCapture';
import { parseEvent } from './parseEvent';

const LIST_PAGE_SIZE = 500;
/** Of more attempts only the last ones are asked for. */
const MAX_PODS = 20;

/**
 * The events of a run and of its pods that its cluster has now. A pod is asked for
 * by name, as it may be gone, and with it its uid.
 *
 * @throws ClusterError
 */
export async function listRunEvents(
  connection: ClusterConnection,
  run: Pick<EventsSubject, 'uid' | 'namespace' | 'pods'>,
  signal: AbortSignal,
): Promise<CapturedEvent[]> {
  const { uid, namespace, pods } = run;
  const selectors = [
    `involvedObject.uid=${uid}`,
    ...pods
      .slice(-MAX_PODS)
      .map(pod => `involvedObject.kind=Pod,involvedObject.name=${pod}`),
  ];
  const events: CapturedEvent[] = [];
  for (const fieldSelector of selectors) {
    let continueToken: string | undefined;
    do {
      const page = await connection.list({
        resource: EVENT_RESOURCE,
        namespace,
        fieldSelector,
        limit: LIST_PAGE_SIZE,
        continueToken,
        signal,
      });
      events.push(...page.items.flatMap(object => parseEvent(object) ?? []));
      continueToken = page.continueToken;
    } while (continueToken);
  }
  return events;
}
