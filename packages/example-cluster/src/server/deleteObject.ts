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

import { Request } from 'express';
import {
  asObject,
  asText,
  isJsonObject,
  JsonObject,
  KubernetesObject,
  StatusError,
} from '../kubernetes';
import { DeleteOptions } from '../store';
import { ResourceContext, ServedPath } from './resourceContext';
import { queryText } from './respond';

/** Deletes one object in the manner that the request asks for. */
export function deleteObject(
  req: Request,
  { type, namespace, name }: ServedPath & { name: string },
  { store, collector }: ResourceContext,
): { object: KubernetesObject; removed: boolean } {
  const options = readDeleteOptions(req);
  if (options.propagation === 'Orphan') {
    collector.orphan(store.get(type, namespace, name));
  }
  return store.delete(type, namespace, name, options);
}

function readDeleteOptions(req: Request): DeleteOptions {
  const body: JsonObject = isJsonObject(req.body) ? req.body : {};
  const preconditions = asObject(body.preconditions);
  const propagation =
    asText(body.propagationPolicy) ?? queryText(req, 'propagationPolicy');
  if (
    propagation !== undefined &&
    propagation !== 'Background' &&
    propagation !== 'Foreground' &&
    propagation !== 'Orphan'
  ) {
    throw new StatusError(
      422,
      'Invalid',
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${propagation}"`,
    );
  }
  return {
    uid: asText(preconditions.uid),
    resourceVersion: asText(preconditions.resourceVersion),
    propagation,
  };
}
