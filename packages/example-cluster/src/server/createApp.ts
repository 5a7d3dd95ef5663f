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

import express, { Express, NextFunction, Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  AccessPolicy,
  authenticate,
  forbiddenPath,
  forbiddenResource,
  UserInfo,
} from '../access';
import {
  ClusterControls,
  createControlRouter,
  faultMiddleware,
} from '../control';
import {
  badRequest,
  findResource,
  isJsonObject,
  StatusError,
} from '../kubernetes';
import { discoveryDocument } from './discovery';
import { fromOldVersion, TektonVersion, toOldVersion } from './oldVersion';
import { ResourceContext } from './resourceContext';
import { handleResource } from './resourceHandler';
import { parseResourcePath, ResourcePath } from './resourcePath';
import {
  queryFlag,
  sendJson,
  sendPageNotFound,
  sendStatusError,
} from './respond';
import { review } from './reviews';

/** The parts that the server answers from. */
export interface AppContext extends ResourceContext {
  policy: AccessPolicy;
  controls: ClusterControls;
  issuer: string;
  isInstalled(): boolean;
  /** The version in which runs are served. */
  tektonVersion(): TektonVersion;
  serverUrl(): string;
}

const HEALTH_PATHS = ['/healthz', '/livez', '/readyz'];
const JSON_TYPES = [
  'application/json',
  '+json',
  'application/apply-patch+yaml',
];
/** The Tekton kinds whose v1beta1 form exists only by conversion in a webhook, which does not run here. */
const CONVERTED = ['pipelines', 'pipelineruns', 'tasks', 'taskruns'];

/** The whole HTTP face of the cluster. */
export function createApp(context: AppContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // No nesting in parameters: selectors contain brackets.
  app.set('query parser', 'simple');
  app.use('/_control', createControlRouter(context.controls));
  app.use(faultMiddleware(context.controls.faults));
  app.use(
    express.json({
      limit: '3mb',
      strict: false,
      type: req =>
        JSON_TYPES.some(type =>
          (req.headers['content-type'] ?? '').split(';')[0].endsWith(type),
        ),
    }),
  );
  const router = PromiseRouter();
  router.use((req, res) => answer(req, res, context));
  app.use(router);
  app.use(answerError);
  return app;
}

async function answer(
  req: Request,
  res: Response,
  context: AppContext,
): Promise<void> {
  const user = authenticate(req, context.policy);
  const path = parseResourcePath(req.path);
  const document = discoveryDocument(req.path, {
    installed: context.isInstalled(),
    tektonVersion: context.tektonVersion(),
    issuer: context.issuer,
    serverUrl: context.serverUrl(),
  });
  if (document || !path) {
    await answerPath(req, res, user, document, context.policy);
    return;
  }
  checkAccess(req, path, user, context);

  const reviewed =
    req.method === 'POST' && isJsonObject(req.body)
      ? review(path.group, path.resource, req.body, {
          policy: context.policy,
          user,
        })
      : undefined;
  if (reviewed) {
    await sendJson(req, res, 201, reviewed);
    return;
  }
  const isTekton = path.group === 'tekton.dev';
  const isOld = context.tektonVersion() === 'v1beta1';
  const isConverted =
    isTekton && path.version === 'v1beta1' && CONVERTED.includes(path.resource);
  if (
    isTekton &&
    (!context.isInstalled() || (isOld && path.version === 'v1'))
  ) {
    sendPageNotFound(res);
    return;
  }
  if (isConverted && isOld) {
    req.body = fromOldVersion(req.body);
    res.locals.toClient = toOldVersion;
  } else if (isConverted) {
    throw new StatusError(
      500,
      '',
      `conversion webhook for tekton.dev/v1, Kind=${path.resource} failed: Post "https://tekton-pipelines-webhook.tekton-pipelines.svc:443/resource-conversion?timeout=30s": no endpoints available`,
    );
  }
  const type = isConverted
    ? findResource(path.group, 'v1', path.resource)
    : path.type;
  if (!type) {
    sendPageNotFound(res);
    return;
  }
  await handleResource(req, res, { ...path, type }, context);
}

async function answerPath(
  req: Request,
  res: Response,
  user: UserInfo,
  document: ReturnType<typeof discoveryDocument>,
  policy: AccessPolicy,
) {
  const isPublic = req.path === '/version' || HEALTH_PATHS.includes(req.path);
  if (
    policy.required &&
    !isPublic &&
    user.groups.includes('system:unauthenticated')
  ) {
    throw forbiddenPath(user, req.path);
  }
  if (HEALTH_PATHS.includes(req.path)) {
    res.type('text/plain').send('ok');
  } else if (document) {
    await sendJson(req, res, 200, document);
  } else {
    sendPageNotFound(res);
  }
}

function checkAccess(
  req: Request,
  path: ResourcePath,
  user: UserInfo,
  { policy }: AppContext,
) {
  const attributes = {
    verb: verbOf(req, path),
    group: path.group,
    resource: path.resource,
    subresource: path.subresource,
    namespace: path.namespace ?? '',
    name: path.name,
  };
  const isSelfReview = path.resource === 'selfsubjectaccessreviews';
  const authenticated = user.groups.includes('system:authenticated');
  if (isSelfReview && authenticated) {
    return;
  }
  if (!policy.isAllowed(user, attributes)) {
    throw forbiddenResource(user, attributes);
  }
}

function verbOf(req: Request, path: ResourcePath): string {
  const one = path.name !== undefined;
  switch (req.method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return one ? 'delete' : 'deletecollection';
    default:
      if (one) {
        return 'get';
      }
      return queryFlag(req, 'watch') ? 'watch' : 'list';
  }
}

/** Express knows handlers of errors by their four parameters. */
function answerError(
  error: unknown,
  req: Request,
  res: Response,
  _next: NextFunction,
): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  sendStatusError(req, res, asStatusError(error)).catch(() => res.destroy());
}

function asStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) {
    return error;
  }
  const status =
    error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) {
    return new StatusError(413, 'RequestEntityTooLarge', 'limit is 3145728');
  }
  if (error instanceof SyntaxError || error instanceof URIError) {
    return badRequest(`couldn't get object from the request: ${error.message}`);
  }
  return new StatusError(500, 'InternalError', `Internal error: ${error}`);
}
