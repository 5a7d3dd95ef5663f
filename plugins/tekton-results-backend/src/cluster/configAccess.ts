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

import { readFile } from 'fs/promises';
import type { Agent } from 'http';
import type { ConnectionSettings } from '../config';
import type { ClusterAccess } from './ClusterAccess';
import { ClusterError } from './ClusterError';
import { createProxyAgent } from './proxy';

/** Settings that name files. */
type FileSetting = Extract<keyof ConnectionSettings, `${string}File`>;

const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Access to a cluster that settings describe in full. Their files are read for each
 * request, as projected tokens change on disk about every hour.
 *
 * @param environment - with the variables that name HTTP proxies
 */
export function configAccess(
  connection: ConnectionSettings,
  environment: NodeJS.ProcessEnv = {},
): ClusterAccess {
  const { url, proxy } = connection;
  let agent: { proxy?: Agent } | undefined;
  const file = (setting: FileSetting) => readSetting(setting, connection);
  return {
    url,
    async requestOptions() {
      // One for all requests, as it keeps connections.
      agent ??= { proxy: createProxyAgent(url, { proxy, environment }) };
      const authorization = (await readToken(connection)) ?? connection.token;
      return {
        headers: authorization
          ? { authorization: `Bearer ${authorization}` }
          : {},
        ca: (await file('caFile')) ?? connection.ca,
        cert: (await file('clientCertFile')) ?? connection.clientCert,
        key: (await file('clientKeyFile')) ?? connection.clientKey,
        rejectUnauthorized: !connection.skipTLSVerify,
        ...(agent.proxy && { agent: agent.proxy }),
      };
    },
    renew() {
      // Nothing is kept: each request reads its files.
    },
  };
}

async function readToken(
  connection: ConnectionSettings,
): Promise<string | undefined> {
  const content = await readSetting('tokenFile', connection);
  const token = content?.toString('utf8').trim();
  if (token !== undefined && !TOKEN.test(token)) {
    throw new ClusterError(
      `tokenFile ${connection.tokenFile} has no token: it is empty, or has spaces, line breaks or characters that no token has`,
      { code: 'unauthorized' },
    );
  }
  return token;
}

async function readSetting(
  setting: FileSetting,
  connection: ConnectionSettings,
): Promise<Buffer | undefined> {
  const path = connection[setting];
  if (path === undefined) {
    return undefined;
  }
  try {
    return await readFile(path);
  } catch (error) {
    throw new ClusterError(`${setting} ${path} cannot be read`, {
      code: 'unauthorized',
      cause: error,
    });
  }
}
