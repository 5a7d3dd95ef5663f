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

import type { Agent } from 'http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { ClusterError } from '../ClusterError';
import { environmentProxy } from './environmentProxy';

/**
 * What sends requests to a server through an HTTP proxy, on connections that are
 * kept; undefined if they go straight to it.
 *
 * @param options - `proxy`: its URL, or false for none; absent: the `environment`
 * says
 * @throws ClusterError if what names the proxy is no URL of one. It tells where that
 * is, and not what, as it may hold a password
 */
export function createProxyAgent(
  url: string,
  options: { proxy?: string | false; environment: NodeJS.ProcessEnv },
): Agent | undefined {
  const { proxy: own, environment } = options;
  const named =
    own === undefined
      ? environmentProxy(url, environment)
      : own !== false && { variable: 'proxy', proxy: own };
  if (!named) {
    return undefined;
  }
  const proxy = parseProxy(named);
  return url.startsWith('http:')
    ? new HttpProxyAgent(proxy, { keepAlive: true })
    : new HttpsProxyAgent(proxy, { keepAlive: true });
}

function parseProxy(named: { variable: string; proxy: string }): URL {
  const { variable, proxy } = named;
  // The error of the parser has all of it.
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    const why = url?.protocol.startsWith('socks')
      ? 'names a SOCKS proxy, which is not supported: it must be an HTTP proxy'
      : 'is not the URL of an HTTP proxy (special characters in its password must be percent-encoded)';
    throw new ClusterError(`${variable} ${why}`, { code: 'unreachable' });
  }
  return url;
}
