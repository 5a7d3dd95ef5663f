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

import { Response } from 'express';
import {
  apiVersionOf,
  JsonObject,
  KubernetesObject,
  ResourceType,
  StatusError,
} from '../kubernetes';
import { ObjectFilter, ObjectStore, StoreEvent } from '../store';
import { jsonText } from './respond';
import { WatchPlan } from './watchOptions';
import { WatchRegistry } from './watchRegistry';

/** The server ends watches by itself after this time, when the client does not say otherwise. */
const DEFAULT_TIMEOUT_S = 30 * 60;

/** Everything a watch needs. */
export interface OpenWatchOptions {
  store: ObjectStore;
  registry: WatchRegistry;
  type: ResourceType;
  namespace?: string;
  filter: ObjectFilter;
  plan: WatchPlan;
  bookmarkIntervalMs: number;
  /** Fault: cut the connection after so many events. */
  cutAfterEvents?: number;
}

type WatchEventType = StoreEvent['type'] | 'BOOKMARK' | 'ERROR';

/** Streams changes to a client, one JSON object per line, until either side ends it. */
export function openWatch(res: Response, options: OpenWatchOptions): void {
  const { store, type, plan } = options;
  let sent = 0;
  let stopped = false;
  let unsubscribe: () => void = () => {};
  let unregister: () => void = () => {};
  const timers: NodeJS.Timeout[] = [];

  res.status(200).setHeader('Content-Type', 'application/json');
  res.setHeader('Cache-Control', 'no-cache, private');
  res.flushHeaders();

  const stop = () => {
    stopped = true;
    unsubscribe();
    timers.forEach(clearTimeout);
    unregister();
  };
  const end = () => {
    stop();
    res.end();
  };
  const send = (event: WatchEventType, object: JsonObject) => {
    if (stopped || res.destroyed) {
      return;
    }
    res.write(`{"type":"${event}","object":${jsonText(res, object)}}\n`);
    sent += event === 'BOOKMARK' ? 0 : 1;
    if (
      options.cutAfterEvents !== undefined &&
      sent >= options.cutAfterEvents
    ) {
      // Leaves the events on the wire before the connection goes.
      stop();
      setImmediate(() => res.destroy());
    }
  };
  const forward = (event: StoreEvent) => {
    const seen = eventAsSeen(event, options);
    if (seen && event.version > (plan.from ?? 0)) {
      send(seen, event.object);
    }
  };

  unregister = options.registry.add({
    resource: type.resource,
    end,
    cut: () => {
      stop();
      res.destroy();
    },
    garble: () => res.write('{"type":"MODIFIED","object":{"apiVer\n'),
  });
  res.on('close', stop);
  const existing = plan.initial ? visibleObjects(options) : [];
  existing.forEach(object => send('ADDED', object));
  if (plan.markInitialEnd) {
    send(
      'BOOKMARK',
      bookmark(type, store.version, { 'k8s.io/initial-events-end': 'true' }),
    );
  }
  if (plan.from !== undefined) {
    try {
      store.eventsSince(type, plan.from).forEach(forward);
    } catch (error) {
      if (!(error instanceof StatusError)) {
        throw error;
      }
      send('ERROR', error.toStatus());
      end();
      return;
    }
  }
  if (stopped) {
    return;
  }
  unsubscribe = store.subscribe(type, forward);
  timers.push(
    setTimeout(end, (plan.timeoutSeconds ?? DEFAULT_TIMEOUT_S) * 1000),
  );
  if (plan.bookmarks) {
    timers.push(
      setInterval(() => {
        if (store.version >= (plan.from ?? 0)) {
          send('BOOKMARK', bookmark(type, store.version));
        }
      }, options.bookmarkIntervalMs),
    );
  }
}

/**
 * What a change looks like through the filter: an object that enters the selection is ADDED, one
 * that leaves it DELETED, and what is outside before and after is not told at all.
 */
function eventAsSeen(
  event: StoreEvent,
  view: { namespace?: string; filter: ObjectFilter },
): StoreEvent['type'] | undefined {
  const sees = (object: KubernetesObject | undefined) =>
    object !== undefined &&
    (view.namespace === undefined ||
      object.metadata.namespace === view.namespace) &&
    view.filter(object);
  const before = sees(event.previous);
  const after = event.type !== 'DELETED' && sees(event.object);
  if (before && after) {
    return 'MODIFIED';
  }
  if (after) {
    return 'ADDED';
  }
  return before ? 'DELETED' : undefined;
}

function visibleObjects(options: OpenWatchOptions): KubernetesObject[] {
  return options.store
    .list(options.type)
    .filter(
      object =>
        (options.namespace === undefined ||
          object.metadata.namespace === options.namespace) &&
        options.filter(object),
    );
}

function bookmark(
  type: ResourceType,
  version: number,
  annotations?: Record<string, string>,
): JsonObject {
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      resourceVersion: String(version),
      ...(annotations ? { annotations } : {}),
    },
  };
}
