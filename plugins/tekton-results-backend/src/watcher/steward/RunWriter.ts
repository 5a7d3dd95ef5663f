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

import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { RunKind } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import {
  ClusterError,
  type ClusterConnection,
  type ClusterWriter,
  type RunResource,
} from '../../cluster';
import { finalizerOf, runTraits, type RunTraits } from '../archive';
import { ANNOTATION_PREFIX } from './stewardFacts';

/** Under these names Tekton Results writes: what it wrote is ours to change. */
const MANAGER = 'tekton-results-watcher';
const FINALIZER_MANAGER = `${MANAGER}/finalizers`;

const EVENTS = { group: '', version: 'v1', plural: 'events' } as const;

/** A run as it is written to. */
export interface WrittenRun {
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
}

/** A run in the version that is stored, on which every decision about it rests. */
export interface VersionedRun extends WrittenRun {
  readonly resourceVersion: number;
}

/**
 * How a write ended:
 *
 * - `done`: with the version of the run after it
 * - `gone`: there is no such run any more, so nothing was written
 * - `changed`: the run is not as it was thought to be; its new state will come
 */
export type WriteResult =
  | { readonly kind: 'done'; readonly resourceVersion?: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed' };

const objectSchema = z.object({
  metadata: z.object({
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    finalizers: z.array(z.string()).catch([]),
  }),
});

/** A run that is in its cluster. */
export interface FoundRun {
  readonly uid: string;
  /** Of what owns it. */
  readonly ownerUids: readonly string[];
  readonly traits: RunTraits;
}

const foundSchema = z.object({
  metadata: z.object({
    uid: z.string().min(1),
    ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
  }),
});

/**
 * Writes to runs in their cluster: small server-side applies, as Tekton Results
 * does them, each bound to the uid so that none ever creates or meets another run.
 * What takes something away (a deletion, the release of a finalizer) is bound to
 * the version that is stored as well.
 */
export class RunWriter {
  private readonly connection: ClusterConnection;
  private readonly writer: ClusterWriter;
  private readonly resourceOf: (kind: RunKind) => RunResource | undefined;

  constructor(options: {
    connection: ClusterConnection;
    writer: ClusterWriter;
    /** In which version the cluster serves a kind, if it does. */
    resourceOf: (kind: RunKind) => RunResource | undefined;
  }) {
    this.connection = options.connection;
    this.writer = options.writer;
    this.resourceOf = options.resourceOf;
  }

  /**
   * Annotates a run in just this version: what it has is repeated, and somebody
   * may have changed it since.
   *
   * @param annotations - `present`: those that the run has; `copied`: which of them
   * are to be taken away
   */
  async annotate(
    run: VersionedRun,
    annotations: {
      present: Readonly<Record<string, string>>;
      wanted: Readonly<Record<string, string>>;
      copied?: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<WriteResult> {
    const resourceVersion = String(run.resourceVersion);
    const { copied = [], wanted } = annotations;
    if (copied.length > 0) {
      const none = Object.fromEntries(copied.map(key => [key, null]));
      // An apply does not take away what another manager owns as well.
      return this.write(run, signal, async target => {
        const object = await this.writer.merge({
          ...target,
          body: {
            metadata: {
              uid: run.uid,
              resourceVersion,
              annotations: { ...wanted, ...none },
            },
          },
          signal,
        });
        return done(object);
      });
    }
    // All of ours, as those that a manager leaves out are taken away.
    const ours = Object.entries(annotations.present).filter(([key]) =>
      key.startsWith(ANNOTATION_PREFIX),
    );
    return this.apply(run, {
      fieldManager: MANAGER,
      metadata: {
        resourceVersion,
        annotations: { ...Object.fromEntries(ours), ...wanted },
      },
      signal,
    });
  }

  /** Protects a run in whatever version: there may be no time to lose. */
  async addFinalizer(
    run: WrittenRun,
    signal: AbortSignal,
  ): Promise<WriteResult> {
    return this.apply(run, {
      fieldManager: FINALIZER_MANAGER,
      metadata: { finalizers: [finalizerOf(run.kind)] },
      signal,
    });
  }

  /** Lets go of a run in just this version: a newer one is not stored yet. */
  async releaseFinalizer(
    run: VersionedRun,
    signal: AbortSignal,
  ): Promise<WriteResult> {
    const applied = await this.apply(run, {
      fieldManager: FINALIZER_MANAGER,
      metadata: {
        resourceVersion: String(run.resourceVersion),
        finalizers: [],
      },
      signal,
    });
    if (
      applied.kind !== 'done' ||
      !applied.finalizers.includes(finalizerOf(run.kind))
    ) {
      return applied;
    }
    // Added in another way, by earlier versions of Tekton Results for one.
    const { finalizers, resourceVersion } = applied;
    return this.write(run, signal, async target => {
      const object = await this.writer.merge({
        ...target,
        body: {
          metadata: {
            resourceVersion,
            finalizers: finalizers.filter(
              name => name !== finalizerOf(run.kind),
            ),
          },
        },
        signal,
      });
      return done(object);
    });
  }

  /** Deletes a run in just this version: a newer one is not stored yet. */
  async remove(run: VersionedRun, signal: AbortSignal): Promise<WriteResult> {
    return this.write(run, signal, async target => {
      await this.writer.remove({
        ...target,
        uid: run.uid,
        resourceVersion: String(run.resourceVersion),
        signal,
      });
      return { kind: 'done' };
    });
  }

  /**
   * The run of a name that is in the cluster; undefined if the cluster says that
   * there is none.
   *
   * @throws ClusterError if it does not tell, or does not have the kind
   */
  async find(
    run: Pick<WrittenRun, 'kind' | 'namespace' | 'name'>,
    signal: AbortSignal,
  ): Promise<FoundRun | undefined> {
    const { namespace, name } = run;
    const object = await this.connection.getObject({
      resource: this.servedResource(run.kind),
      namespace,
      name,
      signal,
    });
    if (object === undefined) {
      return undefined;
    }
    const parsed = foundSchema.safeParse(object);
    if (!parsed.success) {
      throw new ClusterError('The answer of the cluster is no run', {
        code: 'clusterError',
      });
    }
    const { uid, ownerReferences } = parsed.data.metadata;
    const ownerUids = ownerReferences.map(owner => owner.uid);
    return { uid, ownerUids, traits: runTraits(object) };
  }

  /** Tells those who look at a run in the cluster what happened to it. */
  async report(
    run: WrittenRun,
    event: { reason: string; message: string; time: number },
    signal: AbortSignal,
  ): Promise<void> {
    const resource = this.resourceOf(run.kind);
    if (!resource) {
      return;
    }
    const time = new Date(event.time).toISOString().replace(/\.\d+Z$/, 'Z');
    await this.writer.create({
      resource: EVENTS,
      namespace: run.namespace,
      body: {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          // Names are unique, and at most 253 characters long.
          name: `${run.name.slice(0, 200)}.${event.time.toString(16)}`,
          namespace: run.namespace,
        },
        involvedObject: {
          apiVersion: apiVersionOf(resource),
          kind: run.kind,
          namespace: run.namespace,
          name: run.name,
          uid: run.uid,
        },
        type: 'Warning',
        reason: event.reason,
        message: event.message,
        source: { component: MANAGER },
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
      },
      signal,
    });
  }

  private async apply(
    run: WrittenRun,
    options: {
      fieldManager: string;
      metadata: JsonObject;
      signal: AbortSignal;
    },
  ): Promise<AppliedResult> {
    const { fieldManager, metadata, signal } = options;
    return this.write(run, signal, async target => {
      const request = {
        ...target,
        fieldManager,
        body: {
          apiVersion: apiVersionOf(target.resource),
          kind: run.kind,
          metadata: {
            name: run.name,
            namespace: run.namespace,
            uid: run.uid,
            ...metadata,
          },
        },
        signal,
      };
      try {
        return done(await this.writer.apply({ ...request, force: false }));
      } catch (error) {
        if (statusOf(error) !== 409) {
          throw error;
        }
        // Tekton copies annotations to what a run owns, and owns them there.
        return done(await this.writer.apply({ ...request, force: true }));
      }
    });
  }

  private async write<T extends WriteResult>(
    run: WrittenRun,
    signal: AbortSignal,
    send: (target: {
      resource: RunResource;
      namespace: string;
      name: string;
    }) => Promise<T>,
  ): Promise<T | Exclude<WriteResult, { kind: 'done' }>> {
    const resource = this.servedResource(run.kind);
    const { namespace, name } = run;
    try {
      return await send({ resource, namespace, name });
    } catch (error) {
      const status = statusOf(error);
      // An apply to what is not there is an attempt to create it: 403 or 409.
      if (
        (status === 403 || status === 404 || status === 409) &&
        !(await this.exists(run, signal))
      ) {
        return { kind: 'gone' };
      }
      if (status === 409) {
        return { kind: 'changed' };
      }
      throw error;
    }
  }

  /** Also true if the cluster does not tell. */
  private async exists(run: WrittenRun, signal: AbortSignal): Promise<boolean> {
    try {
      return (await this.find(run, signal))?.uid === run.uid;
    } catch {
      return true;
    }
  }

  private servedResource(kind: RunKind): RunResource {
    const resource = this.resourceOf(kind);
    if (!resource) {
      throw new ClusterError(`The cluster has no ${kind}s`, {
        code: 'notInstalled',
      });
    }
    return resource;
  }
}

interface AppliedDone {
  readonly kind: 'done';
  readonly resourceVersion?: string;
  readonly finalizers: readonly string[];
}

type AppliedResult = AppliedDone | Exclude<WriteResult, { kind: 'done' }>;

function done(object: unknown): AppliedDone {
  const parsed = objectSchema.safeParse(object);
  return parsed.success
    ? {
        kind: 'done',
        resourceVersion: parsed.data.metadata.resourceVersion,
        finalizers: parsed.data.metadata.finalizers,
      }
    : { kind: 'done', finalizers: [] };
}

function apiVersionOf({ group, version }: RunResource): string {
  return `${group}/${version}`;
}

function statusOf(error: unknown): number | undefined {
  return isError(error) && error instanceof ClusterError
    ? error.status
    : undefined;
}
