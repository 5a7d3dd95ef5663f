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

import { Request, Response } from 'express';
import { apiVersionOf, KubernetesObject, ResourceType } from '../kubernetes';
import { ObjectFilter, parseFieldSelector, parseLabelSelector } from '../store';
import { deleteObject } from './deleteObject';
import { listPage } from './listPage';
import { asAccepted } from './partialMetadata';
import {
  methodNotAllowed,
  ResourceContext,
  ServedPath,
} from './resourceContext';
import { queryCount, queryFlag, queryText, sendJson } from './respond';
import { warnOfUnknownFields } from './unknownFields';
import { openWatch } from './watch';
import { planWatch } from './watchOptions';
import { createObject } from './writes';

/** Answers requests for all objects of a resource: list, watch, create, delete many. */
export async function handleCollection(
  req: Request,
  res: Response,
  path: ServedPath,
  context: ResourceContext,
) {
  const { type, namespace } = path;
  if (req.method === 'POST') {
    warnOfUnknownFields(req, res, type);
    const created = createObject(context.store, type, namespace, req.body);
    await sendJson(req, res, 201, created);
    context.onCreated(type, created);
    return;
  }
  const { filter, selective } = readSelectors(req, type);
  if (req.method === 'DELETE') {
    const { store } = context;
    const items = store
      .list(type)
      .filter(
        o => (!namespace || o.metadata.namespace === namespace) && filter(o),
      );
    for (const { metadata } of items) {
      const { name } = metadata;
      deleteObject(
        req,
        { ...path, name, namespace: metadata.namespace },
        context,
      );
    }
    await sendJson(req, res, 200, {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: { resourceVersion: String(store.version) },
      items,
    });
    return;
  }
  if (req.method !== 'GET') {
    throw methodNotAllowed();
  }
  if (queryFlag(req, 'watch')) {
    watchCollection(req, res, path, filter, context);
    return;
  }
  const page = listPage(context.store, {
    type,
    namespace,
    filter,
    selective,
    limit: queryCount(req, 'limit') || undefined,
    continueToken: queryText(req, 'continue') || undefined,
    resourceVersion: queryText(req, 'resourceVersion'),
    resourceVersionMatch: queryText(req, 'resourceVersionMatch'),
  });
  await sendJson(req, res, 200, asAccepted(req, page));
}

function watchCollection(
  req: Request,
  res: Response,
  { type, namespace }: ServedPath,
  filter: ObjectFilter,
  context: ResourceContext,
) {
  const plan = planWatch({
    resourceVersion: queryText(req, 'resourceVersion'),
    resourceVersionMatch: queryText(req, 'resourceVersionMatch') || undefined,
    sendInitialEvents: queryText(req, 'sendInitialEvents'),
    allowWatchBookmarks: queryFlag(req, 'allowWatchBookmarks'),
    timeoutSeconds: queryCount(req, 'timeoutSeconds'),
  });
  openWatch(res, {
    store: context.store,
    registry: context.watches,
    type,
    namespace,
    filter,
    plan,
    bookmarkIntervalMs: context.bookmarkIntervalMs,
    cutAfterEvents: res.locals.cutWatchAfterEvents,
  });
}

function readSelectors(req: Request, type: ResourceType) {
  const labels = queryText(req, 'labelSelector');
  const fields = queryText(req, 'fieldSelector');
  const filters = [
    ...(labels ? [parseLabelSelector(labels)] : []),
    ...(fields ? [parseFieldSelector(fields, type)] : []),
  ];
  return {
    filter: (object: KubernetesObject) => filters.every(test => test(object)),
    selective: filters.length > 0,
  };
}
