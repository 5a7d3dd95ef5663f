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
import { handleCollection } from './handleCollection';
import { handleObject } from './handleObject';
import { sendPodLog } from './podLog';
import {
  methodNotAllowed,
  ResourceContext,
  ServedPath,
} from './resourceContext';
import { sendPageNotFound } from './respond';

/** Answers one request for objects of a resource that the server serves and the caller may use. */
export async function handleResource(
  req: Request,
  res: Response,
  path: ServedPath,
  context: ResourceContext,
): Promise<void> {
  const { name, subresource, type } = path;
  if (subresource === 'log' && type.resource === 'pods') {
    await handleLog(req, res, path, context);
  } else if (
    subresource &&
    !(subresource === 'status' && type.status !== 'none')
  ) {
    sendPageNotFound(res);
  } else if (name === undefined) {
    await handleCollection(req, res, path, context);
  } else {
    await handleObject(req, res, { ...path, name }, context);
  }
}

async function handleLog(
  req: Request,
  res: Response,
  path: ServedPath,
  context: ResourceContext,
) {
  if (req.method !== 'GET') {
    throw methodNotAllowed();
  }
  const pod = context.store.get(path.type, path.namespace, path.name ?? '');
  await sendPodLog(req, res, pod, context);
}
