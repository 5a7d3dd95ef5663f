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
import { answerError, ClusterError, connectionError } from './ClusterError';

/** Also a server that is busy answers, or begins to, within that time. */
const ANSWER_TIMEOUT_MS = 60_000;
const MAX_ERROR_BODY_LENGTH = 64 * 1024;
const JSON_TYPE = 'application/json';

/** One request to the Kubernetes API. */
export interface ClusterRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL of the cluster, with its query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Media type of the body; `application/json` if absent. */
  readonly contentType?: string;
  /** Media types of the answer; `application/json` if absent. */
  readonly accept?: string;
  /** How long the cluster may be silent once it began to answer. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** Sends requests to a Kubernetes API, with our credential. */
export class ClusterHttpClient {
  private readonly access: ClusterAccess;

  constructor(options: { access: ClusterAccess }) {
    this.access = options.access;
  }

  /**
   * @returns the answer, its body yet to be read
   * @throws ClusterError if there is no answer, or one that is no success
   */
  async request(options: ClusterRequest): Promise<IncomingMessage> {
    const { method, path, silenceMs, signal } = options;
    const { accept = JSON_TYPE, contentType = JSON_TYPE } = options;
    const url = new URL(this.access.url);
    const { headers, ...connection } = await this.requestOptions();
    const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const body =
      options.body === undefined
        ? undefined
        : Buffer.from(JSON.stringify(options.body));

    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      let timeoutMs = ANSWER_TIMEOUT_MS;
      const sent = request(
        {
          ...connection,
          method,
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: url.port,
          path: `${url.pathname.replace(/\/+$/, '')}${path}`,
          headers: {
            ...headers,
            accept,
            ...(body && {
              'content-type': contentType,
              // Without it, Node sends the body of a DELETE unframed, and the
              // next request on the connection fails.
              'content-length': body.length,
            }),
          },
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
      sent.end(body);
    }).catch(error => {
      throw connectionError(error);
    });

    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      throw answerError({
        status,
        body: await readText(response, MAX_ERROR_BODY_LENGTH),
        retryAfter: response.headers['retry-after'],
      });
    }
    return response;
  }

  /** Makes the next request read its credential anew. */
  renewCredential(): void {
    this.access.renew();
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

/**
 * Reads the body of an answer, up to a length in bytes.
 *
 * @throws ClusterError if the cluster breaks off
 */
export async function readText(
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
