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

import { BlockList, isIP } from 'net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** What the environment says of the way to a server. */
export interface EnvironmentProxy {
  /** The variable that names it. */
  readonly variable: string;
  /** As it is written there, with `http://` if it names no protocol. */
  readonly proxy: string;
}

/**
 * The HTTP proxy that the environment names for a server; undefined: none. The
 * variables mean what they mean to `kubectl` (golang.org/x/net/http/httpproxy):
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. What is in
 * `NO_PROXY` is a host with all below it, `.host` with what is below it only, an
 * address, or a network as `10.0.0.0/8`, each perhaps with a port; `*` is all. What
 * is none of these is ignored. The own machine is never reached through a proxy.
 */
export function environmentProxy(
  url: string,
  environment: NodeJS.ProcessEnv,
): EnvironmentProxy | undefined {
  const { protocol, hostname, port } = new URL(url);
  const target = {
    host: hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
    port: port || (protocol === 'http:' ? '80' : '443'),
  };
  const variable = nameOf(
    protocol === 'http:' ? 'http_proxy' : 'https_proxy',
    environment,
  );
  const proxy = environment[variable];
  if (!proxy || isOwnMachine(target.host)) {
    return undefined;
  }
  return exceptionsIn(environment).some(exception => isMeant(exception, target))
    ? undefined
    : { variable, proxy: withProtocol(proxy) };
}

/** What is wrong with `NO_PROXY`, for people; it is not quoted. */
export function noProxyWarnings(environment: NodeJS.ProcessEnv): string[] {
  const variable = nameOf('no_proxy', environment);
  return exceptionsIn(environment).flatMap((exception, index) =>
    exception.includes('/') && !networkOf(exception)
      ? [`entry ${index + 1} of ${variable} is no network, and is ignored`]
      : [],
  );
}

/** Those in capitals count first. */
function nameOf(name: string, environment: NodeJS.ProcessEnv): string {
  const inCapitals = name.toUpperCase();
  return !environment[inCapitals] && environment[name] ? name : inCapitals;
}

function exceptionsIn(environment: NodeJS.ProcessEnv): string[] {
  const list = environment[nameOf('no_proxy', environment)] ?? '';
  return list.split(/[\s,]+/).filter(Boolean);
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || contains(LOOPBACK, host);
}

function isMeant(
  exception: string,
  { host, port }: { host: string; port: string },
): boolean {
  if (exception === '*') {
    return true;
  }
  if (exception.includes('/')) {
    const network = networkOf(exception);
    return network !== undefined && contains(network, host);
  }
  const [, name, onlyPort] = /^(.*?)(?::(\d+))?$/.exec(
    // Addresses of IPv6 have colons of their own.
    isIP(exception) ? `${exception}:${port}` : exception,
  ) ?? ['', '', undefined];
  if (!name || (onlyPort !== undefined && onlyPort !== port)) {
    return false;
  }
  const wanted = name.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const suffix = wanted.replace(/^\*?\./, '.');
  return suffix.startsWith('.')
    ? host.endsWith(suffix)
    : host === suffix || host.endsWith(`.${suffix}`);
}

/** `10.0.0.0/8`; undefined if it is none. */
function networkOf(text: string): BlockList | undefined {
  const [, address = '', bits = ''] = /^([^/]*)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  if (!family || !bits || Number(bits) > (family === 6 ? 128 : 32)) {
    return undefined;
  }
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return network;
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family > 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** `proxy.example.com:3128` is short for one that is called over HTTP. */
function withProtocol(proxy: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
