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

import { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { StatusError } from '../kubernetes';
import { AccessPolicy, groupsOf, UserInfo } from './policy';

const ANYBODY: UserInfo = {
  username: 'system:admin',
  groups: ['system:masters', 'system:authenticated'],
};
const ANONYMOUS: UserInfo = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
};

/** Finds out who asks: by client certificate, by token, or nobody in particular. A wrong token is refused. */
export function authenticate(
  req: IncomingMessage,
  policy: AccessPolicy,
): UserInfo {
  if (!policy.required) {
    return ANYBODY;
  }
  const certificate = userOfCertificate(req);
  if (certificate) {
    return certificate;
  }
  const header = /^Bearer\s+(.+)$/i.exec(req.headers.authorization ?? '');
  if (!header) {
    return ANONYMOUS;
  }
  const config = policy.findToken(header[1]);
  if (!config) {
    throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  }
  return {
    username: config.user,
    uid: config.uid,
    groups: groupsOf(config),
    extra: config.extra,
  };
}

function userOfCertificate(req: IncomingMessage): UserInfo | undefined {
  const { socket } = req;
  if (!(socket instanceof TLSSocket) || !socket.authorized) {
    return undefined;
  }
  const subject = socket.getPeerCertificate().subject;
  const username = firstOf(subject?.CN);
  if (!username) {
    return undefined;
  }
  const groups = subject.O === undefined ? [] : [subject.O].flat();
  return { username, groups: [...groups, 'system:authenticated'] };
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
