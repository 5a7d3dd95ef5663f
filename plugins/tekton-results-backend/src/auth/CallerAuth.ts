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

import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Request } from 'express';
import type { ResultStore } from '../store';
import type { RunPermissions } from './backstage';
import { BackstageCaller } from './BackstageCaller';
import { noToken, refused } from './AccessError';
import type { Caller } from './Caller';
import type { KubernetesAuth } from './kubernetes';
import { KubernetesTokenCaller } from './KubernetesTokenCaller';

const CALLERS = { allow: ['user' as const, 'service' as const] };
const REFUSALS = ['AuthenticationError', 'NotAllowedError'];
/** With the prefix, too, under which gateways to gRPC take headers. */
const IMPERSONATION = /^(grpc-metadata-)?impersonate-/;

/** Finds out who sends a request: somebody of Backstage, else of a cluster. */
export class CallerAuth {
  private readonly httpAuth: HttpAuthService;
  private readonly permissions: RunPermissions;
  private readonly results: Pick<ResultStore, 'listParents'>;
  private readonly kubernetes: KubernetesAuth | undefined;

  /** @param options - `kubernetes`: absent, if tokens of clusters are not taken */
  constructor(options: {
    httpAuth: HttpAuthService;
    permissions: RunPermissions;
    results: Pick<ResultStore, 'listParents'>;
    kubernetes?: KubernetesAuth;
  }) {
    this.httpAuth = options.httpAuth;
    this.permissions = options.permissions;
    this.results = options.results;
    this.kubernetes = options.kubernetes;
  }

  /**
   * @param cluster - that the path names; absent: none
   * @throws AccessError if nobody is known who sends it
   */
  async identify(req: Request, cluster?: string): Promise<Caller> {
    const credentials = await this.backstageCredentials(req);
    if (credentials) {
      return backstageCaller(req, credentials, this.permissions);
    }
    if (!this.kubernetes) {
      throw req.headers.authorization ? refused() : noToken();
    }
    const caller = await this.kubernetes.authenticate(req, cluster);
    return new KubernetesTokenCaller({ caller, results: this.results });
  }

  /**
   * @throws AuthenticationError or NotAllowedError if it is nobody of Backstage
   */
  async identifyInBackstage(req: Request): Promise<BackstageCaller> {
    return backstageCaller(
      req,
      await this.httpAuth.credentials(req, CALLERS),
      this.permissions,
    );
  }

  private async backstageCredentials(req: Request) {
    try {
      return await this.httpAuth.credentials(req, CALLERS);
    } catch (error) {
      if (isError(error) && REFUSALS.includes(error.name)) {
        return undefined;
      }
      throw error;
    }
  }
}

/**
 * Whoever asks to be treated as somebody else wants less than their own rights:
 * with Backstage's credentials that cannot be had, so they get nothing.
 */
function backstageCaller(
  req: Request,
  credentials: BackstageCredentials<
    BackstageUserPrincipal | BackstageServicePrincipal
  >,
  permissions: RunPermissions,
): BackstageCaller {
  if (Object.keys(req.headers).some(name => IMPERSONATION.test(name))) {
    throw refused('only tokens of a cluster may impersonate');
  }
  const { principal } = credentials;
  return new BackstageCaller({
    id: principal.type === 'user' ? principal.userEntityRef : principal.subject,
    credentials,
    permissions,
  });
}
