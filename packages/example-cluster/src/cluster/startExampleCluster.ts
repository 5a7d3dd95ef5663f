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

import { AccessPolicy, SERVER_AUDIENCE } from '../access';
import { ClusterControls, FaultRegistry } from '../control';
import { LogBook, parseTimedLines } from '../logs';
import { Pruner, Replayer } from '../replay';
import { readRecording } from '../recording';
import { createApp, listen, WatchRegistry } from '../server';
import {
  emptyDeletedNamespaces,
  expireEvents,
  GarbageCollector,
  ObjectStore,
} from '../store';
import { RESOURCES } from '../kubernetes';
import {
  ExampleCluster,
  ExampleClusterOptions,
  ExampleClusterState,
} from './exampleCluster';
import { addNamespaces, addPipelines } from './seed';

const EVENT_CHECK_MS = 60_000;

/** Starts a server that stands in for the API server of a Kubernetes cluster with Tekton. */
export async function startExampleCluster(
  options: ExampleClusterOptions = {},
): Promise<ExampleCluster> {
  const store = options.store ?? new ObjectStore(options);
  store.compact();
  const logBook = new LogBook();
  const watches = new WatchRegistry();
  const faults = new FaultRegistry();
  const collector = GarbageCollector.start(store);
  const stopEmptying = emptyDeletedNamespaces(store);
  const pruner = new Pruner(store, options.prune ?? {});
  const policy = createPolicy(options);
  let installed = options.installed ?? true;
  let tektonVersion = options.tektonVersion ?? 'v1';
  let serverUrl = '';

  const recording = options.replay && readRecording(options.recordings);
  const replayer = new Replayer(
    { store, logBook },
    recording ?? { startMs: 0, events: [], logs: [] },
    options.replay,
  );
  addNamespaces(store, options.namespaces);
  addPipelines(store, recording);
  store.subscribe(RESOURCES.pods, ({ type, object }) => {
    if (type === 'DELETED') {
      logBook.forget(object.metadata.uid);
    }
  });

  const controls: ClusterControls & { state(): ExampleClusterState } = {
    faults,
    compact: () => store.compact(),
    dropWatches: how => watches.dropAll(how),
    garbleWatches: () => watches.garbleAll(),
    prune: () => pruner.prune(),
    setInstalled: value => {
      installed = value;
    },
    state: () => ({
      version: store.version,
      installed,
      objects: store.counts(),
      watches: watches.counts(),
      logs: logBook.size,
      faults: faults.list(),
      replay: replayer.state(),
    }),
  };
  const app = createApp({
    store,
    collector,
    logBook,
    watches,
    policy,
    controls,
    onCreated: (type, object) => replayer.takeNewRun(type, object),
    onWritten: (type, object) => replayer.takeWrite(type, object),
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? 60_000,
    issuer: options.issuer ?? SERVER_AUDIENCE,
    isInstalled: () => installed,
    tektonVersion: () => tektonVersion,
    serverUrl: () => serverUrl,
  });
  const listener = await listen(app, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    tls: options.tls,
  });
  serverUrl = listener.url;
  const expiry = setInterval(() => expireEvents(store), EVENT_CHECK_MS);
  if (options.prune) {
    pruner.start();
  }
  let closed = false;
  const startReplay = async () => {
    await options.replayAfter;
    if (!closed) {
      await replayer.start();
    }
  };
  const replayed = options.replay ? startReplay() : Promise.resolve();

  return {
    url: listener.url,
    port: listener.port,
    store,
    replayed,
    startVariedRun: () => replayer.startVariedRun(),
    writeLog: ({ podUid, container, text }) =>
      logBook.write(podUid, container, parseTimedLines(text)),
    addFault: fault => faults.add(fault),
    clearFaults: () => faults.clear(),
    compact: controls.compact,
    dropWatches: controls.dropWatches,
    garbleWatches: controls.garbleWatches,
    prune: controls.prune,
    setInstalled: controls.setInstalled,
    setTektonVersion: version => {
      tektonVersion = version;
    },
    setTokens: tokens => policy.setTokens(tokens),
    setBindings: bindings => policy.setBindings(bindings),
    state: controls.state,
    async close(how = {}) {
      closed = true;
      replayer.stop();
      pruner.stop();
      clearInterval(expiry);
      collector.stop();
      stopEmptying();
      watches.dropAll(how);
      await listener.close(how);
    },
  };
}

function createPolicy(options: ExampleClusterOptions): AccessPolicy {
  const { tokens, bindings, tls } = options;
  return new AccessPolicy({
    tokens,
    bindings,
    required:
      options.authentication ??
      (tokens !== undefined ||
        bindings !== undefined ||
        tls?.requestClientCert === true),
  });
}
