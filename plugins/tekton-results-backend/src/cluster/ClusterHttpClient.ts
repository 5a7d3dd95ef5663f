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

import { X509Certificate } from 'crypto';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'http';
import { request as httpsRequest } from 'https';
import { StringDecoder } from 'string_decoder';
import { z } from 'zod';
import type { ClusterAccess } from './ClusterAccess';
import {
  AnswerTooLargeError,
  answerError,
  ClusterError,
  connectionError,
} from './ClusterError';

/** Also a server that is busy answers, or begins to, within that time. */
const ANSWER_TIMEOUT_MS = 60_000;
/** How often a silent host is asked whether it is there. */
const KEEP_ALIVE_MS = 30_000;
const MAX_ERROR_BODY_LENGTH = 64 * 1024;
/** Kubernetes keeps no object of more than a few MiB. */
const MAX_OBJECT_BYTES = 16 * 1024 * 1024;
/** So many connections in a row may turn out to be dead. */
const MAX_DEAD_CONNECTIONS = 5;
/** An agent for a proxy has its URL. */
const proxyAgentSchema = z.object({
  proxy: z.object({ username: z.string(), password: z.string() }),
});
const JSON_TYPE = 'application/json';

const PEM_CERTIFICATE = 'CERTIFICATE-----';
/** All but tabs and what can be seen, in ASCII. */
const NOT_IN_HEADERS = /[^\t\x20-\x7e]/;
/** What is shorter is part of words as well. */
const MIN_CREDENTIAL_LENGTH = 8;

type AccessOptions = Awaited<ReturnType<ClusterAccess['requestOptions']>>;

/** An answer, and what its request has shown that nobody may see. */
interface Answer {
  readonly response: IncomingMessage;
  readonly secrets: readonly string[];
}

/** The server had closed a connection before a request was sent on it again. */
class DeadConnectionError extends Error {
  override name = 'DeadConnectionError' as const;

  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

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
  /**
   * How long the cluster may be silent once it began to answer; 0: for ever, as
   * long as its host is there.
   */
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
    const { response, secrets } = await this.answer(options);
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      throw answerError({
        status,
        body: await readText(response, MAX_ERROR_BODY_LENGTH),
        retryAfter: response.headers['retry-after'],
        date: response.headers.date,
        secrets,
      });
    }
    return response;
  }

  /** Makes the next request read its credential anew. */
  renewCredential(): void {
    this.access.renew();
  }

  /**
   * Sends a request; again, if a connection that was kept open turns out to be
   * closed and the request may be repeated.
   */
  private async answer(options: ClusterRequest): Promise<Answer> {
    for (let dead = 0; ; dead += 1) {
      try {
        return await this.send(options);
      } catch (error) {
        const isOver =
          !(error instanceof DeadConnectionError) ||
          options.method === 'POST' ||
          dead >= MAX_DEAD_CONNECTIONS;
        if (isOver) {
          throw connectionError(
            error instanceof DeadConnectionError ? error.cause : error,
          );
        }
      }
    }
  }

  private async send(options: ClusterRequest): Promise<Answer> {
    const { method, path, silenceMs, signal } = options;
    const { accept = JSON_TYPE, contentType = JSON_TYPE } = options;
    const url = new URL(this.access.url);
    const requestOptions = await this.requestOptions();
    assertUsable(url, requestOptions);
    const { headers, ...connection } = requestOptions;
    const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const body =
      options.body === undefined
        ? undefined
        : Buffer.from(JSON.stringify(options.body));

    return new Promise<Answer>((resolve, reject) => {
      let timeoutMs = ANSWER_TIMEOUT_MS;
      let bytesBefore = 0;
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
          if (timeoutMs === 0) {
            answer.socket.setKeepAlive(true, KEEP_ALIVE_MS);
          }
          resolve({
            response: answer,
            secrets: secretsOf(sent, connection.agent),
          });
        },
      );
      sent.on('socket', socket => {
        bytesBefore = socket.bytesRead;
      });
      sent.on('timeout', () =>
        sent.destroy(
          new Error(`the cluster was silent for ${timeoutMs / 1000} s`),
        ),
      );
      sent.on('error', error => {
        const isDead =
          sent.reusedSocket &&
          isReset(error) &&
          sent.socket?.bytesRead === bytesBefore;
        reject(isDead ? new DeadConnectionError(error) : error);
      });
      sent.end(body);
    });
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

/** @throws ClusterError if a request cannot be made with what is given for it */
function assertUsable(
  { protocol }: URL,
  { headers, ca, rejectUnauthorized }: AccessOptions,
): void {
  if (
    Object.values(headers ?? {}).some(value => NOT_IN_HEADERS.test(`${value}`))
  ) {
    throw new ClusterError(
      'The credential of the cluster has a line break or a character that no credential has',
      { code: 'unauthorized' },
    );
  }
  const isVerified = protocol === 'https:' && rejectUnauthorized !== false;
  // TLS takes anything, and trusts nobody then.
  if (isVerified && ca !== undefined && ![ca].flat().some(hasCertificate)) {
    throw new ClusterError(
      'TLS: the certificate authority of the cluster has no certificate in PEM',
      { code: 'tls' },
    );
  }
}

function hasCertificate(ca: string | Buffer): boolean {
  try {
    // It takes DER as well, which an authority must not be.
    return ca.includes(PEM_CERTIFICATE) && Boolean(new X509Certificate(ca));
  } catch {
    return false;
  }
}

/** What a request has shown, which servers may show again when they complain. */
function secretsOf(
  sent: ClientRequest,
  agent: AccessOptions['agent'],
): string[] {
  const { username = '', password = '' } =
    proxyAgentSchema.safeParse(agent).data?.proxy ?? {};
  const basic = Buffer.from(
    `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
  ).toString('base64');
  const shown = [
    `${sent.getHeader('authorization') ?? ''}`,
    `${sent.getHeader('proxy-authorization') ?? ''}`,
    ...(username || password ? [`Basic ${basic}`] : []),
  ];
  return shown.flatMap(value => {
    const credential = value.replace(/^\w+ +/, '');
    return credential.length >= MIN_CREDENTIAL_LENGTH
      ? [value, credential]
      : [value];
  });
}

function isReset(error: Error): boolean {
  return (
    'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  );
}

/**
 * Reads the body of an answer, up to a length in bytes; the rest is left out.
 *
 * @throws ClusterError if the cluster breaks off
 */
export async function readText(
  response: IncomingMessage,
  maxLength: number,
): Promise<string> {
  const { text } = await readUpTo(response, maxLength);
  return text;
}

/**
 * Reads the body of an answer as a whole.
 *
 * @param maxLength - in bytes; by default what no object of Kubernetes reaches
 * @throws AnswerTooLargeError if it is longer
 * @throws ClusterError if the cluster breaks off
 */
export async function readWholeText(
  response: IncomingMessage,
  maxLength = MAX_OBJECT_BYTES,
): Promise<string> {
  const { text, isWhole } = await readUpTo(response, maxLength);
  if (!isWhole) {
    throw new AnswerTooLargeError('The answer of the cluster', maxLength);
  }
  return text;
}

async function readUpTo(response: IncomingMessage, maxLength: number) {
  // Chunks that are kept until there are enough of them outlive many collections, and
  // bytes outside of the heap hardly ever bring one about.
  const decoder = new StringDecoder('utf8');
  let text = '';
  let length = 0;
  try {
    for await (const chunk of response) {
      text += decoder.write(chunk);
      length += chunk.length;
      if (length > maxLength) {
        response.destroy();
        break;
      }
    }
  } catch (error) {
    throw connectionError(error);
  }
  return {
    text: text + decoder.end(),
    isWhole: length <= maxLength,
  };
}
