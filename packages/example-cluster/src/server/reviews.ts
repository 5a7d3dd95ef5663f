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

import { AccessPolicy, groupsOf, SERVER_AUDIENCE, UserInfo } from '../access';
import {
  asObject,
  asText,
  badRequest,
  JsonObject,
  JsonValue,
  StatusError,
} from '../kubernetes';

/** What a review is answered from. */
export interface ReviewContext {
  policy: AccessPolicy;
  /** Who asks; a self review is about them. */
  user: UserInfo;
}

/** Answers a posted review; nothing when the resource is no review. */
export function review(
  group: string,
  resource: string,
  body: JsonObject,
  context: ReviewContext,
): JsonObject | undefined {
  switch (`${group}/${resource}`) {
    case 'authentication.k8s.io/tokenreviews':
      return reviewToken(body, context.policy);
    case 'authorization.k8s.io/subjectaccessreviews':
      return reviewSubject(body, context);
    case 'authorization.k8s.io/selfsubjectaccessreviews':
      return answer(
        'authorization.k8s.io/v1',
        'SelfSubjectAccessReview',
        body,
        {
          allowed: decide(body, context.user, context.policy),
        },
      );
    default:
      return undefined;
  }
}

function reviewToken(body: JsonObject, policy: AccessPolicy): JsonObject {
  const spec = asObject(body.spec);
  const token = asText(spec.token);
  if (!token) {
    throw badRequest('token is required for TokenReview in authentication');
  }
  return answer(
    'authentication.k8s.io/v1',
    'TokenReview',
    body,
    tokenStatus(token, texts(spec.audiences), policy),
  );
}

function tokenStatus(
  token: string,
  wanted: string[],
  policy: AccessPolicy,
): JsonObject {
  const config = policy.findToken(token);
  if (!config) {
    // No `authenticated: false` here: the real server leaves the field out.
    return { user: {}, error: 'invalid bearer token' };
  }
  const own = config.audiences ?? [SERVER_AUDIENCE];
  const asked = wanted.length > 0 ? wanted : [SERVER_AUDIENCE];
  const audiences = own.filter(audience => asked.includes(audience));
  if (audiences.length === 0) {
    return {
      user: {},
      error: `[invalid bearer token, token audiences ${JSON.stringify(
        own,
      )} is invalid for the target audiences ${JSON.stringify(asked)}]`,
    };
  }
  return {
    authenticated: true,
    user: {
      username: config.user,
      ...(config.uid ? { uid: config.uid } : {}),
      groups: groupsOf(config),
      ...(config.extra ? { extra: config.extra } : {}),
    },
    audiences,
  };
}

function reviewSubject(body: JsonObject, context: ReviewContext): JsonObject {
  const spec = asObject(body.spec);
  const username = asText(spec.user) ?? '';
  const groups = texts(spec.groups);
  if (!username && groups.length === 0) {
    throw new StatusError(
      422,
      'Invalid',
      'SubjectAccessReview.authorization.k8s.io "" is invalid: [spec.user: Invalid value: "": at least one of user or group must be specified, spec.groups: Invalid value: null: at least one of user or group must be specified]',
    );
  }
  return answer('authorization.k8s.io/v1', 'SubjectAccessReview', body, {
    allowed: decide(body, { username, groups }, context.policy),
  });
}

function decide(
  body: JsonObject,
  user: UserInfo,
  policy: AccessPolicy,
): boolean {
  const attributes = asObject(asObject(body.spec).resourceAttributes);
  return policy.isAllowed(user, {
    verb: asText(attributes.verb) ?? '',
    group: asText(attributes.group) ?? '',
    resource: asText(attributes.resource) ?? '',
    subresource: asText(attributes.subresource) || undefined,
    namespace: asText(attributes.namespace) ?? '',
    name: asText(attributes.name) || undefined,
  });
}

function answer(
  apiVersion: string,
  kind: string,
  body: JsonObject,
  status: JsonObject,
): JsonObject {
  return {
    kind,
    apiVersion,
    metadata: {},
    spec: body.spec,
    status,
  };
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
