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
import { request as httpsRequest, type RequestOptions } from 'https';
import {
  answerError,
  connectionError,
  notResultsError,
  ServerError,
} from './ServerError';

/** A busy server sorts its whole table for each page. */
const SILENCE_MS = 180_000;
/** V8 takes texts of up to 512 MB. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

/** Where a server is, and with which credential to talk to it. */
export interface ServerAccess {
  /** URL of the API, without a slash at the end. */
  readonly url: string;
  /** Asked for each request, so that it may change. */
  token(): Promise<string | undefined>;
  readonly tls: Pick<RequestOptions, 'ca' | 'rejectUnauthorized'>;
}

/**
 * Gets JSON from a server.
 *
 * @throws ServerError, also if the signal is aborted
 */
export async function fetchJson(
  access: ServerAccess,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await openAnswer(access, path, { signal });
  const text = await readText(response, MAX_ANSWER_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    // The text is not quoted: it may hold stored objects.
    if (/\bjson\b/.test(response.headers['content-type'] ?? '')) {
      throw new ServerError('The server sent broken JSON', {
        kind: 'unreachable',
      });
    }
    throw notResultsError('The server answered with something else than JSON');
  }
}

/**
 * Asks a server, and gives its answer before it is read.
 *
 * @throws ServerError, also if the signal is aborted
 */
export async function openAnswer(
  access: ServerAccess,
  path: string,
  options: { accept?: string; signal: AbortSignal },
): Promise<IncomingMessage> {
  const response = await send(access, path, options);
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    throw statusError(status, response, await errorText(response));
  }
  return response;
}

async function send(
  access: ServerAccess,
  path: string,
  options: { accept?: string; signal: AbortSignal },
): Promise<IncomingMessage> {
  const { accept = 'application/json', signal } = options;
  const token = await access.token();
  const url = new URL(`${access.url}${path}`);
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      url,
      {
        ...access.tls,
        headers: {
          accept,
          ...(token && { authorization: `Bearer ${token}` }),
        },
        timeout: SILENCE_MS,
        signal,
      },
      resolve,
    );
    sent.on('timeout', () =>
      sent.destroy(new Error(`it was silent for ${SILENCE_MS / 1000} s`)),
    );
    sent.on('error', reject);
    sent.end();
  }).catch(error => {
    throw connectionError(error);
  });
}

/** Redirects are not followed, so that the token goes nowhere else. */
function statusError(
  status: number,
  response: IncomingMessage,
  body: string,
): ServerError {
  const { location } = response.headers;
  return status >= 300 && status < 400 && location
    ? notResultsError(
        `The server answered ${status} and points to ${location.replace(
          /[?#].*/,
          '',
        )}`,
      )
    : answerError({
        status,
        body,
        retryAfter: response.headers['retry-after'],
      });
}

async function errorText(response: IncomingMessage): Promise<string> {
  try {
    return await readText(response, MAX_ERROR_BYTES);
  } catch {
    // The status says enough.
    return '';
  }
}

async function readText(
  response: IncomingMessage,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new ServerError(
          `The server sent more than ${maxBytes / 1024 / 1024} MiB at once`,
          { kind: 'tooLarge' },
        );
      }
    }
  } catch (error) {
    throw connectionError(error);
  }
  return Buffer.concat(chunks).toString('utf8');
}
