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

import type { RunKind } from 'backstage-plugin-tekton-results-common';

/** A resource of the Kubernetes API. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural name, as in paths. */
  readonly plural: string;
}

/** A resource of the Kubernetes API that holds runs. */
export interface RunResource extends ApiResource {
  readonly kind: RunKind;
}

/** Kubernetes Events, which tell what happened to an object. */
export const EVENT_RESOURCE: ApiResource = {
  group: '',
  version: 'v1',
  plural: 'events',
};

/** Pods, of which those of TaskRuns have logs. */
export const POD_RESOURCE: ApiResource = {
  group: '',
  version: 'v1',
  plural: 'pods',
};

/** The resources that are captured, in the versions Tekton stores them in. */
export const RUN_RESOURCES: readonly RunResource[] = [
  {
    group: 'tekton.dev',
    version: 'v1',
    plural: 'pipelineruns',
    kind: 'PipelineRun',
  },
  { group: 'tekton.dev', version: 'v1', plural: 'taskruns', kind: 'TaskRun' },
  {
    group: 'tekton.dev',
    version: 'v1beta1',
    plural: 'customruns',
    kind: 'CustomRun',
  },
];

/** One page of a list. All pages of a list show the same moment. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** The moment that the list shows. */
  readonly resourceVersion: string;
  /** For the next page; absent on the last. */
  readonly continueToken?: string;
  /**
   * Whether the items are whole objects. Absent or true: they are; false: they
   * have nothing but their metadata.
   */
  readonly complete?: boolean;
}

/** An event of a watch, as far as it is read here. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: unknown;
}

/** How to talk to one Kubernetes API. Every failure is a {@link ClusterError}. */
export interface ClusterConnection {
  /** A page may have fewer objects than the limit, also where others follow. */
  list(options: {
    resource: ApiResource;
    /** Absent: the objects of all namespaces. */
    namespace?: string;
    limit: number;
    continueToken?: string;
    /** Only objects with certain values in fields that the server selects by. */
    fieldSelector?: string;
    /** Asks for the metadata of the objects only; not every server can do that. */
    metadataOnly?: boolean;
    signal: AbortSignal;
  }): Promise<ListPage>;

  /**
   * One object as it is now; undefined if the server says that there is none of
   * this name. That there is no such resource is an error.
   */
  getObject(options: {
    resource: ApiResource;
    namespace: string;
    name: string;
    signal: AbortSignal;
  }): Promise<unknown>;

  /**
   * Events after a version, in the batches in which they arrive; first an empty
   * batch, which tells that the watch is open. The next batch is read when it is asked for, so a slow reader slows the server down. Ends
   * when the server ends the watch.
   */
  watch(options: {
    resource: ApiResource;
    /** Absent: the objects of all namespaces. */
    namespace?: string;
    resourceVersion: string;
    /** After which time the server ends the watch. */
    timeoutSeconds: number;
    fieldSelector?: string;
    signal: AbortSignal;
  }): AsyncIterable<readonly WatchEvent[]>;

  /**
   * What a container has written so far, as the cluster keeps it; the next part is
   * read when it is asked for. Fails when the cluster breaks off, and with the
   * status 404 if there is no such pod, or 400 if the container has not started.
   */
  podLog(options: {
    namespace: string;
    pod: string;
    container: string;
    /** Only lines from that second on (RFC 3339). */
    sinceTime?: string;
    /** Goes on until the container ends, however long it is silent. */
    follow?: boolean;
    /** Puts the time before each line, and a space. */
    timestamps?: boolean;
    signal: AbortSignal;
  }): AsyncIterable<Buffer>;

  /** Makes the next request read its credential anew. */
  renewCredential(): void;
}
