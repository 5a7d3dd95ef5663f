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

import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'http';
import type { AddressInfo } from 'net';
import { pipeline } from 'stream/promises';

/**
 * How a request goes wrong:
 *
 * - `cut`: the connection is cut when the request is there, before it gets to the
 *   server
 * - `cutAnswer`: the server answers, but its answer is cut after so many bytes
 * - `answer`: this is answered, and the server is not asked
 * - `silence`: nothing happens any more
 *
 * @public
 */
export type Fault =
  | { readonly kind: 'cut' }
  | { readonly kind: 'cutAnswer'; readonly afterBytes: number }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'silence' };

/** A request that went through a {@link FaultProxy}. @public */
export interface ProxiedRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** Length of its body. */
  readonly bytes: number;
}

/**
 * Stands between a log driver and its store in tests, and makes requests fail.
 * Requests that arrive at the store are whole.
 *
 * @public
 */
export class FaultProxy {
  /** What has come so far. */
  readonly requests: ProxiedRequest[] = [];
  /** Asked for each request; none by default. */
  faultOf: (request: ProxiedRequest) => Fault | undefined = () => undefined;

  private readonly server: Server;
  private readonly target: { readonly port: number };

  /** @param options - `port`: where the store listens on 127.0.0.1 */
  static async start(options: { port: number }): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await new Promise<void>(resolve =>
      proxy.server.listen(0, '127.0.0.1', resolve),
    );
    return proxy;
  }

  private constructor(target: { port: number }) {
    this.target = target;
    this.server = createServer((incoming, outgoing) => {
      this.handle(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const request: ProxiedRequest = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      bytes: body.length,
    };
    this.requests.push(request);
    const fault = this.faultOf(request);
    switch (fault?.kind) {
      case 'cut':
        outgoing.destroy();
        break;
      case 'silence':
        break;
      case 'answer':
        outgoing.writeHead(fault.status, fault.headers).end(fault.body ?? '');
        break;
      default:
        await this.forward({
          incoming,
          body,
          outgoing,
          cutAfter: fault?.afterBytes ?? Infinity,
        });
    }
  }

  private async forward(options: {
    incoming: IncomingMessage;
    body: Buffer;
    outgoing: ServerResponse;
    cutAfter: number;
  }): Promise<void> {
    const { incoming, body, outgoing, cutAfter } = options;
    const { 'transfer-encoding': _, ...headers } = incoming.headers;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(
        {
          host: '127.0.0.1',
          port: this.target.port,
          method: incoming.method,
          path: incoming.url,
          // Connections that stay open would keep the store from stopping.
          agent: false,
          // Also the host as the client wrote it, which it may have signed.
          headers: { ...headers, 'content-length': body.length },
        },
        resolve,
      )
        .on('error', reject)
        .end(body);
    });
    outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
    // Also ends the request to the store when the client is gone.
    await pipeline(answer, chunks => firstBytes(chunks, cutAfter), outgoing);
  }
}

/** @throws after so many bytes, if there are more */
async function* firstBytes(chunks: AsyncIterable<Buffer>, count: number) {
  let rest = count;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, rest);
    rest -= chunk.length;
    if (rest < 0) {
      throw new Error('Cut off');
    }
  }
}
