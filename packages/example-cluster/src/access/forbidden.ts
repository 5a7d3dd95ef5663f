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

import { qualifiedName, StatusError } from '../kubernetes';
import { AccessAttributes, UserInfo } from './policy';

/** 403 in the words of Kubernetes. */
export function forbiddenResource(
  user: UserInfo,
  attributes: AccessAttributes,
): StatusError {
  const { group, name, namespace, subresource, verb } = attributes;
  const resource = subresource
    ? `${attributes.resource}/${subresource}`
    : attributes.resource;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return new StatusError(
    403,
    'Forbidden',
    `${qualifiedName({ group, resource: attributes.resource })}${
      name ? ` "${name}"` : ''
    } is forbidden: User "${
      user.username
    }" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`,
    {
      details: {
        ...(name ? { name } : {}),
        ...(group ? { group } : {}),
        kind: attributes.resource,
      },
    },
  );
}

/** 403 for paths that are no resources. */
export function forbiddenPath(user: UserInfo, path: string): StatusError {
  return new StatusError(
    403,
    'Forbidden',
    `forbidden: User "${user.username}" cannot get path "${path}"`,
    { details: {} },
  );
}
