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

import { createServer, request, type Server } from 'http';
import type { AddressInfo } from 'net';
import { buffer } from 'stream/consumers';

/** A request that came by. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  /** As text. */
  readonly body: string;
}

/** Passes requests on to a server, and tells which there were. */
export class RecordingProxy {
  readonly requests: RecordedRequest[] = [];
  /** The most requests that there were at one time. */
  mostAtOnce = 0;
  private readonly server: Server;

  static async start(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    await new Promise<void>(resolve => {
      proxy.server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  private constructor(target: string) {
    let atOnce = 0;
    this.server = createServer(async (req, res) => {
      const { method = '', url = '' } = req;
      const body = await buffer(req);
      const { authorization } = req.headers;
      this.requests.push({
        method,
        path: url,
        authorization,
        body: body.toString(),
      });
      atOnce += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, atOnce);
      let isOpen = true;
      const end = () => {
        atOnce -= isOpen ? 1 : 0;
        isOpen = false;
      };
      const passed = request(
        `${target}${url}`,
        { method, headers: req.headers, agent: false },
        answer => {
          res.writeHead(answer.statusCode ?? 0, answer.headers);
          // A watch may have nothing else to say for long.
          res.flushHeaders();
          // Before the client knows of it, and sends the next.
          answer.on('end', end);
          answer.pipe(res);
        },
      );
      passed.on('error', () => res.destroy());
      res.on('close', () => {
        end();
        passed.destroy();
      });
      passed.end(body);
    });
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** The bodies of the requests that created a resource. */
  created(resource: string): unknown[] {
    return this.requests
      .filter(
        ({ method, path }) =>
          method === 'POST' && path.endsWith(`/${resource}`),
      )
      .map(({ body }) => JSON.parse(body));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
