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

import { request as httpRequest, type IncomingMessage } from 'http';
import { request as httpsRequest } from 'https';
import type { ClusterAccess } from './ClusterAccess';
import type {
  ClusterConnection,
  ListPage,
  RunResource,
  WatchEvent,
} from './ClusterConnection';
import { answerError, ClusterError, connectionError } from './ClusterError';
import { parseList } from './parseList';
import { parseWatchEvents } from './parseWatchEvents';

/** Also a server that is busy answers, or begins to, within that time. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A list of some MB takes a busy server a while; silence means it is away. */
const LIST_SILENCE_MS = 60_000;
/** Servers send a bookmark about once a minute; three missing ones are a fault. */
const WATCH_SILENCE_MS = 180_000;
const MAX_ERROR_BODY_LENGTH = 64 * 1024;

/** Talks to a Kubernetes API over HTTP. */
export class HttpClusterConnection implements ClusterConnection {
  private readonly access: ClusterAccess;

  constructor(options: { access: ClusterAccess }) {
    this.access = options.access;
  }

  async list(options: {
    resource: RunResource;
    limit: number;
    continueToken?: string;
    signal: AbortSignal;
  }): Promise<ListPage> {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (options.continueToken) {
      query.set('continue', options.continueToken);
    }
    const response = await this.get({
      path: `${resourcePath(options.resource)}?${query}`,
      silenceMs: LIST_SILENCE_MS,
      signal: options.signal,
    });
    return parseList(await readText(response));
  }

  async *watch(options: {
    resource: RunResource;
    resourceVersion: string;
    timeoutSeconds: number;
    signal: AbortSignal;
  }): AsyncGenerator<readonly WatchEvent[]> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: options.resourceVersion,
      timeoutSeconds: String(options.timeoutSeconds),
    });
    const response = await this.get({
      path: `${resourcePath(options.resource)}?${query}`,
      silenceMs: WATCH_SILENCE_MS,
      signal: options.signal,
    });
    try {
      yield [];
      yield* parseWatchEvents(response);
    } catch (error) {
      throw connectionError(error);
    } finally {
      response.destroy();
    }
  }

  renewCredential(): void {
    this.access.renew();
  }

  private async get(options: {
    path: string;
    silenceMs: number;
    signal: AbortSignal;
  }): Promise<IncomingMessage> {
    const { path, silenceMs, signal } = options;
    const url = new URL(this.access.url);
    const { headers, ...connection } = await this.requestOptions();
    const request = url.protocol === 'http:' ? httpRequest : httpsRequest;

    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      let timeoutMs = ANSWER_TIMEOUT_MS;
      const sent = request(
        {
          ...connection,
          method: 'GET',
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: url.port,
          path: `${url.pathname.replace(/\/+$/, '')}${path}`,
          headers: { ...headers, accept: 'application/json' },
          timeout: ANSWER_TIMEOUT_MS,
          signal,
        },
        answer => {
          timeoutMs = silenceMs;
          sent.setTimeout(timeoutMs);
          resolve(answer);
        },
      );
      sent.on('timeout', () =>
        sent.destroy(
          new Error(`the cluster was silent for ${timeoutMs / 1000} s`),
        ),
      );
      sent.on('error', reject);
      sent.end();
    }).catch(error => {
      throw connectionError(error);
    });

    if (response.statusCode !== 200) {
      throw answerError({
        status: response.statusCode ?? 0,
        body: await readText(response, MAX_ERROR_BODY_LENGTH),
        retryAfter: response.headers['retry-after'],
      });
    }
    return response;
  }

  private async requestOptions() {
    try {
      return await this.access.requestOptions();
    } catch (error) {
      if (error instanceof ClusterError) {
        throw error;
      }
      // What failed may have quoted the credential.
      throw new ClusterError('The credential of the cluster cannot be read', {
        code: 'unauthorized',
        cause: error,
      });
    }
  }
}

function resourcePath({ group, version, plural }: RunResource): string {
  return `/apis/${group}/${version}/${plural}`;
}

async function readText(
  response: IncomingMessage,
  maxLength = Infinity,
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxLength) {
        response.destroy();
        break;
      }
    }
  } catch (error) {
    throw connectionError(error);
  }
  return Buffer.concat(chunks).toString('utf8');
}
