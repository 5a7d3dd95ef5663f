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

import { z } from 'zod';
import { chunked } from '../chunked';
import {
  ClusterError,
  type ClusterConnection,
  type ListPage,
  type RunResource,
} from '../cluster';
import { versionNumber } from '../store';
import type { KnownRuns } from './KnownRuns';

/**
 * After a start all resources of all clusters are listed at once, and each has a page
 * in memory, which takes several times its text, until it is stored.
 */
const PAGE_SIZE = 25;
/** Some kB each: together as much as a page of whole runs. */
const METADATA_PAGE_SIZE = 50;
/** Above this share of changed runs, whole pages cost less than single runs. */
const MAX_SINGLE_SHARE = 0.1;
const SINGLE_REQUESTS_AT_ONCE = 8;

const identitySchema = z.object({
  metadata: z.object({
    uid: z.string().min(1),
    resourceVersion: z.string().min(1),
    namespace: z.string().min(1),
    name: z.string().min(1),
  }),
});

type Identity = z.infer<typeof identitySchema>['metadata'];

/**
 * Lists a resource and compares it with what is known, page by page: nothing but
 * one page, or some runs that are asked for by themselves, and the known versions are
 * ever in memory.
 *
 * When little may have changed, as after a pause, pages have metadata only, and
 * what did change is asked for one by one; where much changed the next page is
 * whole again.
 */
export class RunLister {
  private readonly connection: ClusterConnection;
  private readonly resource: RunResource;
  /** Whether the credential may read single runs, as far as is known. */
  private mayGet = true;

  constructor(options: {
    connection: ClusterConnection;
    resource: RunResource;
  }) {
    this.connection = options.connection;
    this.resource = options.resource;
  }

  /**
   * Reads a list to its end; {@link KnownRuns.endList} then tells what is gone.
   *
   * @returns how many runs there are
   */
  async list(options: {
    known: KnownRuns;
    /** Whether most of what is known is expected to be unchanged. */
    preferMetadata: boolean;
    /** Called before anything is compared, with the moment that the list shows. */
    onStart: (resourceVersion: string) => void;
    /** So many were listed. */
    onListed: (count: number) => void;
    /**
     * Takes objects that are not known in their version; the next ones are asked
     * for when it is done.
     */
    onChanged: (objects: readonly unknown[]) => Promise<void>;
    signal: AbortSignal;
  }): Promise<number> {
    const { known, signal } = options;
    const prefersMetadata = options.preferMetadata && known.size > 0;
    known.beginList();
    let count = 0;
    let metadataOnly = prefersMetadata && this.mayGet;
    let started = false;
    let continueToken: string | undefined;
    do {
      const page: ListPage = await this.connection.list({
        resource: this.resource,
        limit: metadataOnly ? METADATA_PAGE_SIZE : PAGE_SIZE,
        continueToken,
        metadataOnly,
        signal,
      });
      if (!started) {
        started = true;
        options.onStart(page.resourceVersion);
      }
      continueToken = page.continueToken;
      count += page.items.length;
      options.onListed(page.items.length);

      const changed = page.items.filter(item => isChanged(item, known));
      try {
        if (page.complete === false) {
          await this.takeSingly(changed, options);
        } else {
          await options.onChanged(changed);
        }
      } catch (error) {
        // They are known to be there, but nobody has taken their states.
        known.forgetStates(
          changed.flatMap(item => identityOf(item)?.uid ?? []),
        );
        throw error;
      }
      metadataOnly =
        prefersMetadata &&
        this.mayGet &&
        changed.length <= page.items.length * MAX_SINGLE_SHARE;
    } while (continueToken);
    return count;
  }

  /** Takes the runs of which a list told the metadata, as they are now. */
  private async takeSingly(
    items: readonly unknown[],
    options: {
      onChanged: (objects: readonly unknown[]) => Promise<void>;
      signal: AbortSignal;
    },
  ): Promise<void> {
    const identities = items.flatMap(item => identityOf(item) ?? []);
    for (const some of chunked(identities, SINGLE_REQUESTS_AT_ONCE)) {
      const objects = await Promise.all(
        some.map(run => this.wholeObject(run, options.signal)),
      );
      await options.onChanged(objects.filter(object => object !== undefined));
    }
  }

  private async wholeObject(
    { uid, namespace, name }: Identity,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      const object = await this.connection.getObject({
        resource: this.resource,
        namespace,
        name,
        signal,
      });
      // What went away since, and what took its name, the watch will tell.
      return identityOf(object)?.uid === uid ? object : undefined;
    } catch (error) {
      if (error instanceof ClusterError && error.status === 403) {
        this.mayGet = false;
      }
      throw error;
    }
  }
}

/** What is no run counts as changed: whoever reads it reports it. */
function isChanged(item: unknown, known: KnownRuns): boolean {
  const identity = identityOf(item);
  return (
    !identity ||
    known.list(identity.uid, versionNumber(identity.resourceVersion))
  );
}

function identityOf(item: unknown): Identity | undefined {
  const parsed = identitySchema.safeParse(item);
  return parsed.success ? parsed.data.metadata : undefined;
}
