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
import type { ApiResource } from '../ClusterConnection';
import { ClusterError } from '../ClusterError';
import { readText, type ClusterHttpClient } from '../ClusterHttpClient';

const SILENCE_MS = 30_000;
const MAX_ANSWER_LENGTH = 4 * 1024 * 1024;

/** Versions in which resources were served before they were as asked for. */
const EARLIER_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'tekton.dev/v1': ['v1beta1'],
};

const resourceListSchema = z.object({
  resources: z.array(z.object({ name: z.string() })).nullable(),
});

/**
 * Knows in which versions a cluster serves resources. A cluster is asked only
 * when it turns out not to serve a resource as expected.
 */
export class ServedVersions {
  private readonly client: ClusterHttpClient;
  private readonly versions = new Map<string, string>();

  constructor(options: { client: ClusterHttpClient }) {
    this.client = options.client;
  }

  /** The resource in the version in which it is served, as far as is known. */
  current<R extends ApiResource>(resource: R): R {
    const version = this.versions.get(keyOf(resource)) ?? resource.version;
    return { ...resource, version };
  }

  /**
   * Asks the cluster in which version it serves a resource.
   *
   * @returns the version that was asked for if the cluster does not tell, or
   * serves none
   * @throws ClusterError if the cluster is not to be had
   */
  async discover<R extends ApiResource>(
    resource: R,
    signal: AbortSignal,
  ): Promise<R> {
    const earlier =
      EARLIER_VERSIONS[`${resource.group}/${resource.version}`] ?? [];
    for (const version of [resource.version, ...earlier]) {
      if (await this.isServed({ ...resource, version }, signal)) {
        this.versions.set(keyOf(resource), version);
        return { ...resource, version };
      }
    }
    this.versions.delete(keyOf(resource));
    return resource;
  }

  private async isServed(
    { group, version, plural }: ApiResource,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const response = await this.client.request({
        method: 'GET',
        path: `/apis/${group}/${version}`,
        silenceMs: SILENCE_MS,
        signal,
      });
      const body = await readText(response, MAX_ANSWER_LENGTH);
      const { resources } = resourceListSchema.parse(JSON.parse(body));
      return (resources ?? []).some(({ name }) => name === plural);
    } catch (error) {
      // Not every answer is worth a failure: what matters is the list itself.
      if (error instanceof ClusterError && error.status === undefined) {
        throw error;
      }
      return false;
    }
  }
}

function keyOf({ group, version, plural }: ApiResource): string {
  return `${group}/${version}/${plural}`;
}
