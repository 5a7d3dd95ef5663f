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

import { createProxyAgent } from './createProxyAgent';

const URL_OF_CLUSTER = 'https://prod.example.com:6443';

it.each([
  ['http://user:s3cret#x@proxy:3128', 'HTTPS_PROXY is not the URL'],
  ['http://user:s3cret pass@proxy:x', 'HTTPS_PROXY is not the URL'],
  ['http://s3cret:port', 'HTTPS_PROXY is not the URL'],
  ['ftp://s3cret', 'HTTPS_PROXY is not the URL'],
  ['socks5://user:s3cret@proxy', 'HTTPS_PROXY names a SOCKS proxy'],
])('says of HTTPS_PROXY=%s where it is, not what', (proxy, expected) => {
  const create = (options: Parameters<typeof createProxyAgent>[1]) => {
    try {
      return createProxyAgent(URL_OF_CLUSTER, options);
    } catch (error) {
      return error;
    }
  };
  const error = create({ environment: { HTTPS_PROXY: proxy } });
  expect(error).toMatchObject({
    name: 'ClusterError',
    code: 'unreachable',
    message: expect.stringContaining(expected),
    cause: undefined,
  });
  expect(String(error)).not.toContain('s3cret');
  expect(create({ proxy, environment: {} })).toMatchObject({
    message: expect.stringMatching(/^proxy /),
  });
  expect(
    create({ proxy: false, environment: { HTTPS_PROXY: proxy } }),
  ).toBeUndefined();
});
