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
import { deleteObject } from './deleteObject';
import { patchObject } from './patchObject';
import {
  methodNotAllowed,
  ResourceContext,
  ServedPath,
} from './resourceContext';
import { queryFlag, queryText, sendJson } from './respond';
import { warnOfUnknownFields } from './unknownFields';
import { deletedStatus, readReplacement, WriteTarget } from './writes';

/** Answers requests for one object or its status. */
export async function handleObject(
  req: Request,
  res: Response,
  path: ServedPath & { name: string },
  context: ResourceContext,
) {
  const { store } = context;
  const { type, namespace, name } = path;
  const target: WriteTarget = {
    type,
    namespace,
    name,
    subresource: path.subresource === 'status' ? 'status' : undefined,
  };
  switch (req.method) {
    case 'GET':
      await sendJson(req, res, 200, store.get(type, namespace, name));
      return;
    case 'PUT': {
      warnOfUnknownFields(req, res, type);
      const next = readReplacement(req.body, target);
      const updated = store.update(
        type,
        namespace,
        name,
        next,
        target.subresource,
      );
      await sendJson(req, res, 200, updated);
      context.onWritten(type, updated);
      return;
    }
    case 'PATCH': {
      warnOfUnknownFields(req, res, type);
      const { object, created } = patchObject(store, target, {
        contentType: (req.headers['content-type'] ?? '').split(';')[0].trim(),
        body: req.body,
        fieldManager: queryText(req, 'fieldManager'),
        force: queryFlag(req, 'force'),
      });
      await sendJson(req, res, created ? 201 : 200, object);
      if (created) {
        context.onCreated(type, object);
      } else {
        context.onWritten(type, object);
      }
      return;
    }
    case 'DELETE': {
      if (target.subresource) {
        throw methodNotAllowed();
      }
      const { object, removed } = deleteObject(req, path, context);
      // The real server answers with the pod itself, as the kubelet has yet to end it.
      const showsStatus = removed && type.resource !== 'pods';
      await sendJson(
        req,
        res,
        200,
        showsStatus ? deletedStatus(type, object) : object,
      );
      return;
    }
    default:
      throw methodNotAllowed();
  }
}
