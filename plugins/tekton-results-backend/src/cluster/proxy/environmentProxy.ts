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

/**
 * The HTTP proxy that the environment names for a server; undefined: none. The
 * variables mean what they mean to `kubectl` (golang.org/x/net/http/httpproxy):
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. What is in
 * `NO_PROXY` is a host with all below it, `.host` with what is below it only, an
 * address, or a network as `10.0.0.0/8`, each perhaps with a port; `*` is all. The
 * own machine is never reached through a proxy.
 */
export function environmentProxy(
  url: string,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const variable = (name: string) =>
    environment[name.toUpperCase()] || environment[name] || undefined;
  const { protocol, hostname, port } = new URL(url);
  const target = {
    host: hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
    port: port || (protocol === 'http:' ? '80' : '443'),
  };
  const proxy = variable(protocol === 'http:' ? 'http_proxy' : 'https_proxy');
  if (!proxy || isOwnMachine(target.host)) {
    return undefined;
  }
  const exceptions = (variable('no_proxy') ?? '').split(/[\s,]+/);
  return exceptions.some(exception => isMeant(exception, target))
    ? undefined
    : withProtocol(proxy);
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
  const [, name, onlyPort] = /^(.*?)(?::(\d+))?$/.exec(
    // Addresses of IPv6 have colons of their own.
    isIP(exception) || exception.includes('/')
      ? `${exception}:${port}`
      : exception,
  ) ?? ['', '', undefined];
  if (!name || (onlyPort !== undefined && onlyPort !== port)) {
    return false;
  }
  const wanted = name.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const [address, bits] = wanted.split('/');
  if (bits !== undefined) {
    return isInNetwork(host, address, Number(bits));
  }
  const suffix = wanted.replace(/^\*?\./, '.');
  return suffix.startsWith('.')
    ? host.endsWith(suffix)
    : host === suffix || host.endsWith(`.${suffix}`);
}

function isInNetwork(host: string, address: string, bits: number): boolean {
  const family = isIP(address);
  const isSound =
    family > 0 && Number.isInteger(bits) && bits <= (family === 6 ? 128 : 32);
  if (!isSound) {
    return false;
  }
  const network = new BlockList();
  network.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  return contains(network, host);
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family > 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** `proxy.example.com:3128` is short for one that is called over HTTP. */
function withProtocol(proxy: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
