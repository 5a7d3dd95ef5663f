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

import type { JsonObject } from '@backstage/types';
import type { ApiResource } from '../ClusterConnection';
import type { ClusterWriter } from '../ClusterWriter';
import type { ServedVersions } from './ServedVersions';

/** Writes to resources in the versions in which they are read. */
export class VersionedWriter implements ClusterWriter {
  private readonly writer: ClusterWriter;
  private readonly served: ServedVersions;

  constructor(options: { writer: ClusterWriter; served: ServedVersions }) {
    this.writer = options.writer;
    this.served = options.served;
  }

  apply(options: Parameters<ClusterWriter['apply']>[0]): Promise<unknown> {
    return this.writer.apply(this.inServedVersion(options));
  }

  merge(options: Parameters<ClusterWriter['merge']>[0]): Promise<unknown> {
    return this.writer.merge(this.inServedVersion(options));
  }

  remove(options: Parameters<ClusterWriter['remove']>[0]): Promise<void> {
    const resource = this.served.current(options.resource);
    return this.writer.remove({ ...options, resource });
  }

  create(options: Parameters<ClusterWriter['create']>[0]): Promise<unknown> {
    return this.writer.create(this.inServedVersion(options));
  }

  private inServedVersion<
    Options extends { resource: ApiResource; body: JsonObject },
  >(options: Options): Options {
    const resource = this.served.current(options.resource);
    const { body } = options;
    const isNamed = body.apiVersion === apiVersionOf(options.resource);
    return {
      ...options,
      resource,
      body: isNamed ? { ...body, apiVersion: apiVersionOf(resource) } : body,
    };
  }
}

function apiVersionOf({ group, version }: ApiResource): string {
  return group ? `${group}/${version}` : version;
}
