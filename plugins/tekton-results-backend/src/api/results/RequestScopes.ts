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

import type { Request, Response } from 'express';
import type { Caller, ResultsRequest } from '../../auth';
import { CLUSTER_NAME } from '../../config';
import {
  decideOnPlace,
  type AccessFilter,
  type ResultStore,
} from '../../store';
import type { AuditedAction, AuditLog } from '../audit';
import type { RequestScope } from './ApiContext';
import { factsOf } from './requestFacts';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** For so long it is not asked again whether there is an archive of a cluster. */
const ARCHIVED_MS = 60_000;

/** Says what a request is about, and what of it is its caller's. */
export class RequestScopes {
  private readonly oneCluster: boolean;
  private readonly clusterExists: (name: string) => boolean;
  private readonly defaultCluster: () => string | undefined;
  private readonly results: Pick<ResultStore, 'listParents'>;
  private readonly audit: AuditLog;
  /** Until when clusters that are not configured are known to be archived. */
  private readonly archived = new Map<string, number>();

  constructor(options: {
    /** Whether the path names a cluster. */
    oneCluster: boolean;
    clusterExists: (name: string) => boolean;
    defaultCluster: () => string | undefined;
    results: Pick<ResultStore, 'listParents'>;
    audit: AuditLog;
  }) {
    this.oneCluster = options.oneCluster;
    this.clusterExists = options.clusterExists;
    this.defaultCluster = options.defaultCluster;
    this.results = options.results;
    this.audit = options.audit;
  }

  /** See `ApiContext.scopeOf`. */
  async scopeOf(
    req: Request,
    res: Response,
    request: ResultsRequest,
  ): Promise<RequestScope> {
    const caller = callerOf(res);
    const cluster = this.oneCluster ? req.params.cluster : caller.cluster;
    factsOf(res).audit = await this.audit.begin(
      auditedAction(request, cluster),
      req,
      caller,
    );
    const access = await caller.accessFor(request);
    await this.assertVisible(cluster, access.visible);
    const place = { cluster, namespace: request.parent };
    const isRefused = decideOnPlace(access.allowed, place) === false;
    const writtenTo = () => this.writtenTo(isRefused, cluster);
    return {
      view: { cluster, access: access.allowed },
      get cluster() {
        return writtenTo();
      },
      access,
    };
  }

  /**
   * @param isRefused - whether the caller may write nothing there: that comes before
   * what the cluster is, and if there is one, it is for whoever writes to say
   */
  private writtenTo(
    isRefused: boolean,
    cluster = this.defaultCluster(),
  ): string {
    if (cluster === undefined && isRefused) {
      throw new ResultsApiError(GrpcCode.Unauthenticated, 'permission denied');
    }
    if (cluster === undefined) {
      throw new ResultsApiError(
        GrpcCode.FailedPrecondition,
        'the default cluster is not there at present, and no other stands in for it: name a cluster in the path, as /clusters/{cluster}/apis/…',
      );
    }
    if (!isRefused && !this.isConfigured(cluster)) {
      throw new ResultsApiError(
        GrpcCode.FailedPrecondition,
        `the cluster '${cluster}' is not there at present: what is archived of it can only be read`,
      );
    }
    return cluster;
  }

  /** See `ApiContext.assertCluster`. */
  async assertCluster(req: Request, res: Response): Promise<void> {
    const caller = callerOf(res);
    if (this.oneCluster && caller.cluster === undefined) {
      const { visible } = await caller.accessFor({
        verb: 'list',
        resource: 'results',
        parent: undefined,
      });
      await this.assertVisible(req.params.cluster, visible);
    }
  }

  /** One that the caller may see nothing of is like one that there is not. */
  private async assertVisible(
    cluster: string | undefined,
    visible: AccessFilter,
  ): Promise<void> {
    if (cluster === undefined) {
      return;
    }
    const isVisible =
      decideOnPlace(visible, { cluster }) !== false &&
      (this.isConfigured(cluster) || (await this.isArchived(cluster)));
    if (!isVisible) {
      throw new ResultsApiError(
        GrpcCode.NotFound,
        `there is no cluster '${cluster}'`,
      );
    }
  }

  private isConfigured(cluster: string): boolean {
    return cluster === this.defaultCluster() || this.clusterExists(cluster);
  }

  /** One that is not configured any more may have a history all the same. */
  private async isArchived(cluster: string): Promise<boolean> {
    if (!CLUSTER_NAME.test(cluster)) {
      return false;
    }
    const now = Date.now();
    if (now < (this.archived.get(cluster) ?? 0)) {
      return true;
    }
    const parents = await this.results.listParents(cluster, 1);
    if (parents.length === 0) {
      this.archived.delete(cluster);
      return false;
    }
    this.archived.set(cluster, now + ARCHIVED_MS);
    return true;
  }
}

/** Who sent the request that a response answers. */
export function callerOf(res: Response): Caller {
  const { caller } = factsOf(res);
  if (!caller) {
    throw new ResultsApiError(GrpcCode.Unauthenticated, 'permission denied');
  }
  return caller;
}

function auditedAction(
  { verb, resource, parent }: ResultsRequest,
  cluster: string | undefined,
): AuditedAction {
  const reads = verb === 'get' || verb === 'list';
  const names: Record<ResultsRequest['verb'], string> = {
    get: 'fetch',
    list: 'fetch',
    create: 'create',
    update: 'update',
    delete: 'delete',
  };
  return {
    eventId: `${resource.replace(/s$/, '')}-${names[verb]}`,
    severity: reads ? 'low' : 'medium',
    meta: {
      api: 'results',
      ...(reads && { queryType: verb === 'list' ? 'list' : 'by-name' }),
      ...(cluster !== undefined && { cluster }),
      parent: parent ?? '-',
    },
  };
}
