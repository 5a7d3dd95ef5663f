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

import { createServer, type Server } from 'http';
import { connect, type AddressInfo, type Socket } from 'net';

/** An HTTP proxy for servers with TLS, which tells to which it made tunnels. */
export class TunnelProxy {
  readonly url: string;
  /** Host and port, in the order in which they were asked for. */
  readonly targets: string[] = [];
  /** Whether it lets nobody through, and shows what it was told. */
  refuse = false;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  static async start(): Promise<TunnelProxy> {
    const server = createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TunnelProxy(server);
  }

  private constructor(server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.server = server;
    server.on('connect', ({ url = '', headers }, socket: Socket) =>
      this.connect(url, { headers, client: socket }),
    );
  }

  close(): void {
    this.sockets.forEach(socket => socket.destroy());
    this.server.close();
  }

  private connect(
    target: string,
    { headers, client }: { headers: object; client: Socket },
  ): void {
    this.targets.push(target);
    if (this.refuse) {
      client.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\n\r\n${JSON.stringify(
          headers,
        )}`,
      );
      return;
    }
    const { hostname, port } = new URL(`http://${target}`);
    const server = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client);
      client.pipe(server);
    });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        server.destroy();
      });
    }
  }
}
