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

import { setTimeout as sleep } from 'timers/promises';
import type { ExampleCluster, KubernetesObject } from 'example-cluster';
import { isFinishedObject } from './runObjects';
import type { WatchedDatabase } from './WatchedDatabase';

const LOOK_AGAIN_MS = 100;
const LOOK_FOR_RETURN_MS = 20;
const OUR_FINALIZERS = /^results\.tekton\.dev\//;

interface Forgetting {
  /** Everything up to this version is no longer told by the server. */
  readonly version: number;
  /** Up to which version each resource was stored at that time. */
  readonly stored: ReadonlyMap<string, number>;
  /** By resource, the version at which all that was forgotten was stored. */
  readonly caughtUp: Map<string, number>;
}

/** A finalizer of ours that was taken off a run. */
interface Release {
  readonly uid: string;
  /** What the run was until then. */
  readonly version: number;
  readonly finished: boolean;
}

/**
 * Knows which runs nobody can promise to have seen to their end. A run that
 * carried our finalizer is never one of them, nor is one that is still there. The
 * others are deleted before the watcher could ask the cluster to keep them: what
 * is left of them are events, and whoever was not told these before the server
 * forgot them (compaction, restart) will never be.
 *
 * It also looks, at the moment at which a finalizer is released, whether that of the
 * run is stored which the release lets go.
 */
export class LossJudge {
  private readonly protectedUids = new Set<string>();
  private readonly removals = new Map<
    string,
    { resource: string; version: number }
  >();
  private readonly forgettings: Forgetting[] = [];
  private readonly releases: Promise<void>[] = [];
  private readonly tooEarly: string[] = [];
  private away = false;
  private readonly server: () => ExampleCluster;
  private readonly database: WatchedDatabase;

  constructor(options: {
    server: () => ExampleCluster;
    database: WatchedDatabase;
  }) {
    this.server = options.server;
    this.database = options.database;
    // The store of objects outlives the servers.
    this.server().store.onChange(({ resource }, event) => {
      const { type, object, version, previous } = event;
      const { uid } = object.metadata;
      if (isProtected(object)) {
        this.protectedUids.add(uid);
      }
      if (type === 'DELETED') {
        this.removals.set(uid, { resource, version });
      }
      if (previous && isProtected(previous) && !isProtected(object)) {
        this.releases.push(
          this.judgeRelease({
            uid,
            version: Number(previous.metadata.resourceVersion),
            finished: isFinishedObject(previous),
          }),
        );
      }
    });
  }

  /** The finalizers that were released before what they protected was stored. */
  async earlyReleases(): Promise<readonly string[]> {
    await Promise.all(this.releases);
    return this.tooEarly;
  }

  /** To be called when the server forgets its history. */
  async forgets(forget: () => unknown): Promise<void> {
    const stored = await this.database.resumePoints();
    await forget();
    this.forgettings.push({
      version: this.server().store.version,
      stored,
      caughtUp: new Map(),
    });
  }

  /** Looks again and again how far the archive is. */
  async watch(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      await this.look();
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** A database that is away answers nobody, and may block who asks. */
  async looksAway(meanwhile: () => Promise<void>): Promise<void> {
    this.away = true;
    await meanwhile();
    this.away = false;
  }

  /** Looks how far the archive is; to be called from time to time. */
  async look(): Promise<void> {
    if (this.away) {
      return;
    }
    const points = await this.database.resumePoints();
    const { version } = this.server().store;
    for (const forgetting of this.forgettings) {
      for (const [resource, point] of points) {
        if (point >= forgetting.version && !forgetting.caughtUp.has(resource)) {
          forgetting.caughtUp.set(resource, version);
        }
      }
    }
  }

  wasProtected(uid: string): boolean {
    return this.protectedUids.has(uid);
  }

  isRemoved(uid: string): boolean {
    return this.removals.has(uid);
  }

  /** Whether it may be that nobody was told of the end of a run. */
  mayBeLost(uid: string): boolean {
    const removal = this.removals.get(uid);
    if (!removal || this.wasProtected(uid)) {
      return false;
    }
    const { resource, version } = removal;
    return this.forgettings.some(
      ({ stored, caughtUp }) =>
        version > (stored.get(resource) ?? 0) &&
        version <= (caughtUp.get(resource) ?? Infinity),
    );
  }

  private async judgeRelease(release: Release): Promise<void> {
    const { uid, version, finished } = release;
    // While it is away nobody can store what was not stored before.
    while (this.away) {
      await sleep(LOOK_FOR_RETURN_MS);
    }
    const stored = await this.database.storedState(uid);
    if (!stored || stored.version < version || (finished && !stored.final)) {
      this.tooEarly.push(
        `${uid} was released as ${JSON.stringify(
          release,
        )}, stored was ${JSON.stringify(stored)}`,
      );
    }
  }
}

function isProtected({ metadata }: KubernetesObject): boolean {
  return (metadata.finalizers ?? []).some(name => OUR_FINALIZERS.test(name));
}
