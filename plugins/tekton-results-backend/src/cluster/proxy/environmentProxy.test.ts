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

import { environmentProxy, noProxyWarnings } from './environmentProxy';

const PROXY = 'http://proxy.example.com:3128';

function isProxied(url: string, noProxy: string): boolean {
  const environment = { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY };
  return (
    environmentProxy(url, { ...environment, NO_PROXY: noProxy }) !== undefined
  );
}

it.each([
  ['https://a.example.com', { HTTPS_PROXY: PROXY }, PROXY],
  ['https://a.example.com', { https_proxy: PROXY }, PROXY],
  ['https://a.example.com', { HTTP_PROXY: PROXY }, undefined],
  ['http://a.example.com', { HTTP_PROXY: PROXY }, PROXY],
  ['http://a.example.com', { HTTPS_PROXY: PROXY }, undefined],
  ['https://a.example.com', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
  ['https://a.example.com', { HTTPS_PROXY: '' }, undefined],
  ['https://a.example.com', {}, undefined],
])('takes the proxy for %s from %j', (url, environment, expected) => {
  expect(environmentProxy(url, environment)?.proxy).toBe(expected);
});

it.each([
  ['https://a.example.com', 'a.example.com'],
  ['https://a.example.com', 'EXAMPLE.com'],
  ['https://a.example.com', '.example.com'],
  ['https://a.example.com', '*.example.com'],
  ['https://a.example.com', 'other, example.com'],
  ['https://a.example.com', '*'],
  ['https://a.example.com:6443', 'a.example.com:6443'],
  ['https://a.example.com', 'a.example.com:443'],
  ['https://10.1.2.3:6443', '10.0.0.0/8'],
  ['https://10.1.2.3:6443', '10.1.2.3'],
  ['https://[fd00::1]:6443', 'fd00::/8'],
  ['https://[fd00::1]:6443', 'fd00::1'],
  ['https://[fd00::1]:6443', '[fd00::1]:6443'],
])('goes straight to %s with NO_PROXY=%s', (url, noProxy) => {
  expect(isProxied(url, noProxy)).toBe(false);
});

it.each([
  ['https://a.example.com', ''],
  ['https://aexample.com', 'example.com'],
  ['https://example.com', '.example.com'],
  ['https://a.example.com', 'b.example.com'],
  ['https://a.example.com:6443', 'a.example.com:443'],
  ['https://11.1.2.3', '10.0.0.0/8'],
  ['https://10.1.2.3', '10.0.0.0/99'],
  ['https://10.1.2.3', 'nothing/8'],
  ['https://10.1.2.3', '10.0.0.0/'],
  ['https://10.1.2.3', '10.0.0.0/-1'],
  ['https://10.1.2.3', '10.0.0.0/x'],
  ['https://a.example.com', '10.0.0.0/8'],
])('goes through the proxy to %s with NO_PROXY=%s', (url, noProxy) => {
  expect(isProxied(url, noProxy)).toBe(true);
});

it.each(['http://localhost:8001', 'http://127.0.0.1:1', 'https://[::1]:6443'])(
  'never goes through a proxy to the own machine: %s',
  url => {
    expect(isProxied(url, '')).toBe(false);
  },
);

it.each([
  [{ HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
  [{ https_proxy: PROXY }, 'https_proxy'],
  [{ HTTPS_PROXY: '', https_proxy: PROXY }, 'https_proxy'],
])('tells which variable of %j names the proxy', (environment, expected) => {
  expect(environmentProxy('https://a.example.com', environment)?.variable).toBe(
    expected,
  );
});

it.each([
  [{ NO_PROXY: '.svc, 10.0.0.0/8 fd00::/8,*,[::1]:80' }, []],
  [{}, []],
  [
    { NO_PROXY: 'a, 10.0.0.0/-1, 10.0.0.0/' },
    [
      'entry 2 of NO_PROXY is no network, and is ignored',
      'entry 3 of NO_PROXY is no network, and is ignored',
    ],
  ],
  [
    { no_proxy: 'example.com/' },
    ['entry 1 of no_proxy is no network, and is ignored'],
  ],
])('tells what it ignores of %j', (environment, expected) => {
  expect(noProxyWarnings(environment)).toEqual(expected);
});
