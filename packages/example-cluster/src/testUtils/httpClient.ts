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

import { request as httpRequest } from 'node:http';
import { request as httpsRequest, RequestOptions } from 'node:https';
import { JsonObject } from '../kubernetes';

/** What a test asks. */
export interface TestRequest {
  method?: string;
  body?: unknown;
  /** Default: application/json when there is a body. */
  contentType?: string;
  token?: string;
  headers?: Record<string, string>;
  tls?: Pick<RequestOptions, 'ca' | 'cert' | 'key'>;
}

/** What the server answered. */
export interface TestResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON, an empty object when it is none. */
  body: JsonObject;
}

/** Sends one request on a connection of its own and reads the whole answer. */
export async function send(
  url: string,
  request: TestRequest = {},
): Promise<TestResponse> {
  const stream = await open(url, request);
  const text = await stream.text;
  let body: JsonObject = {};
  try {
    body = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  return { status: stream.status, headers: stream.headers, text, body };
}

/** An answer that is being read. */
export interface TestStream {
  status: number;
  headers: TestResponse['headers'];
  /** The lines that have come so far. */
  lines: string[];
  /** The whole text; rejected when the connection breaks. */
  text: Promise<string>;
  /** Settles with how it ended. */
  ended: Promise<'clean' | 'broken'>;
  stop(): void;
}

/** Sends one request and gives the answer when it begins. */
export function open(
  url: string,
  request: TestRequest = {},
): Promise<TestStream> {
  const { method = 'GET', body, token, tls } = request;
  const payload =
    body === undefined || typeof body === 'string'
      ? body
      : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = (url.startsWith('https:') ? httpsRequest : httpRequest)(
      url,
      {
        method,
        agent: false,
        ...tls,
        headers: {
          ...(payload === undefined
            ? {}
            : {
                'Content-Type': request.contentType ?? 'application/json',
                'Content-Length': Buffer.byteLength(payload),
              }),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...request.headers,
        },
      },
      response => {
        let text = '';
        const lines: string[] = [];
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          lines.splice(0, Infinity, ...text.split('\n').slice(0, -1));
        });
        const ended = new Promise<'clean' | 'broken'>(settle => {
          response.on('end', () => settle('clean'));
          response.on('error', () => settle('broken'));
          response.on('aborted', () => settle('broken'));
        });
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          lines,
          text: ended.then(how => {
            if (how === 'broken') {
              throw new Error('The connection broke');
            }
            return text;
          }),
          ended,
          stop: () => call.destroy(),
        });
        // Nobody has to wait for the text.
        ended.catch(() => {});
      },
    );
    call.on('error', reject);
    call.end(payload);
  });
}

/** A watch whose events can be looked at while it goes on. */
export interface TestWatch extends TestStream {
  events(): { type: string; object: JsonObject }[];
  /** Waits until so many events have come. */
  first(count: number): Promise<{ type: string; object: JsonObject }[]>;
}

/** Opens a watch. */
export async function watch(
  url: string,
  request: TestRequest = {},
): Promise<TestWatch> {
  const stream = await open(url, request);
  stream.text.catch(() => {});
  const events = () => stream.lines.map(line => JSON.parse(line));
  return {
    ...stream,
    events,
    async first(count) {
      await until(() => stream.lines.length >= count);
      return events().slice(0, count);
    },
  };
}

/** Waits for a condition; fails when it does not come true in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 45_000,
): Promise<void> {
  const stopAt = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > stopAt) {
      throw new Error(`Waited in vain for ${condition}`);
    }
    await new Promise(resolve => {
      setTimeout(resolve, 5);
    });
  }
}
