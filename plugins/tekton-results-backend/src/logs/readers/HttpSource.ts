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
import { request as httpRequest, type IncomingMessage } from 'http';
import { request as httpsRequest } from 'https';
import { setTimeout as sleep } from 'timers/promises';
import { toError } from '@backstage/errors';
import { LogUnavailableError } from '../LogUnavailableError';

const MAX_TRIES = 3;
const FIRST_RETRY_DELAY_MS = 500;
const MAX_ERROR_BODY_BYTES = 16 * 1024;
const MAX_MESSAGE_LENGTH = 300;
const RETRYABLE_STATUSES = [429, 502, 503, 504];

/** How a server of logs is reached. */
export interface HttpSourceOptions {
  /** In words, such as `Loki`. */
  readonly name: string;
  readonly url: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly caFile?: string;
  readonly skipTLSVerify: boolean;
  /** For how long it may be silent (ms). */
  readonly timeout: number;
  /** Besides those that follow from the above. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SourceRequest {
  readonly method: 'GET' | 'POST';
  /** Below the URL of the server. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** How long the answer may be. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** An answer is longer than wanted: less is to be asked for. */
export class AnswerTooLongError extends LogUnavailableError {}

/** Asks a server of logs for JSON, with a few tries. */
export class HttpSource {
  private readonly options: HttpSourceOptions;

  constructor(options: HttpSourceOptions) {
    this.options = options;
  }

  /**
   * @throws LogUnavailableError if there is no good answer, with what to do
   * @throws AnswerTooLongError if it is too long
   */
  async json(request: SourceRequest): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const { status, body } = await this.answer(request);
      if (status >= 200 && status < 300) {
        return this.parse(body);
      }
      if (
        tries >= MAX_TRIES ||
        request.method !== 'GET' ||
        !RETRYABLE_STATUSES.includes(status)
      ) {
        throw this.unavailable(adviceOn(status), wordsOf(body));
      }
      await sleep(FIRST_RETRY_DELAY_MS * 2 ** (tries - 1), undefined, {
        signal: request.signal,
      });
    }
  }

  /** The error for a server that does not do as it should. */
  unavailable(message: string, detail = ''): LogUnavailableError {
    return new LogUnavailableError(
      `${this.options.name}: ${message}${
        detail && ` (${detail.slice(0, MAX_MESSAGE_LENGTH)})`
      }`,
    );
  }

  private parse(body: string): unknown {
    try {
      return JSON.parse(body);
    } catch {
      throw this.unavailable(
        'it answers with something else than JSON: check its URL',
      );
    }
  }

  private async answer(
    request: SourceRequest,
  ): Promise<{ status: number; body: string }> {
    const connection = await this.connection();
    try {
      const response = await this.send(request, connection);
      const status = response.statusCode ?? 0;
      const isGood = status >= 200 && status < 300;
      return { status, body: await this.read(response, request, isGood) };
    } catch (error) {
      if (request.signal.aborted || error instanceof LogUnavailableError) {
        throw error;
      }
      const { message } = toError(error);
      throw this.unavailable('it cannot be reached', message);
    }
  }

  private send(
    request: SourceRequest,
    connection: Awaited<ReturnType<HttpSource['connection']>>,
  ): Promise<IncomingMessage> {
    const { timeout } = this.options;
    const url = new URL(this.options.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${request.path}`;
    for (const [name, value] of Object.entries(request.query ?? {})) {
      url.searchParams.set(name, value);
    }
    const body = request.form && `${new URLSearchParams(request.form)}`;
    const { headers, ...tls } = connection;
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const sent = send(
        url,
        {
          ...tls,
          method: request.method,
          headers: {
            ...headers,
            accept: 'application/json',
            ...(body !== undefined && {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
            }),
          },
          timeout,
          signal: request.signal,
        },
        resolve,
      );
      sent.on('timeout', () =>
        sent.destroy(new Error(`it was silent for ${timeout / 1000} s`)),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  private async read(
    response: IncomingMessage,
    request: SourceRequest,
    isGood: boolean,
  ): Promise<string> {
    const maxBytes = isGood ? request.maxBytes : MAX_ERROR_BODY_BYTES;
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        response.destroy();
        if (isGood) {
          throw new AnswerTooLongError(
            `${this.options.name}: it answers with more than ${maxBytes} bytes`,
          );
        }
        break;
      }
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  private async connection() {
    const { options } = this;
    return {
      headers: { ...options.headers, ...(await this.authorization()) },
      rejectUnauthorized: !options.skipTLSVerify,
      ca: options.caFile && (await this.file('caFile', options.caFile)),
    };
  }

  private async authorization(): Promise<Record<string, string>> {
    const { token, tokenFile, username, password } = this.options;
    if (username !== undefined) {
      const pair = Buffer.from(`${username}:${password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
    const bearer = tokenFile
      ? // Projected tokens change on disk about every hour.
        (await this.file('tokenFile', tokenFile)).trim()
      : token;
    return bearer ? { authorization: `Bearer ${bearer}` } : {};
  }

  private async file(setting: string, path: string): Promise<string> {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw this.unavailable(
        `${setting} cannot be read`,
        toError(error).message,
      );
    }
  }
}

function adviceOn(status: number): string {
  switch (status) {
    case 400:
      return 'it does not understand the query: check the settings of the reader';
    case 401:
      return 'the credentials are not accepted: check the token';
    case 403:
      return 'access is denied: check what the token may read';
    case 404:
      return 'it is not there: check its URL';
    case 429:
      return 'it is asked too often: try again later';
    default:
      return `it answered ${status}: try again later`;
  }
}

/** What a server says in a page or a document of its own. */
function wordsOf(body: string): string {
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
