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

import { once } from 'events';
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'net';

/**
 * - `open`: everything passes;
 * - `cut`: connections break, and nobody gets a new one;
 * - `late`: nothing passes, until the way is open again;
 * - `dead`: nothing passes, neither now nor later: as with a host that died, its
 *   clients are not told that their connections lead nowhere.
 */
type Passage = 'open' | 'cut' | 'late' | 'dead';

/** A way to a server that can be cut, and that can swallow what it is given. */
export class TcpProxy {
  static async start(target: { host: string; port: number }) {
    const proxy = new TcpProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  private readonly target: { host: string; port: number };
  private readonly server: Server;
  /** Whoever came, and the connection to the server, if there is one. */
  private readonly routes = new Map<Socket, Socket | undefined>();
  /** Those whose connection leads nowhere, for good. */
  private readonly lost = new WeakSet<Socket>();
  private passage: Passage = 'open';

  private constructor(target: { host: string; port: number }) {
    this.target = target;
    this.server = createServer(client => this.accept(client));
  }

  get port(): number {
    const { port } = this.server.address() as AddressInfo;
    return port;
  }

  /** Breaks every connection, in the midst of whatever it carries. */
  cut(): void {
    this.passage = 'cut';
    this.reset();
  }

  /** Breaks the connections that there are; new ones are let through. */
  reset(): void {
    this.routes.forEach((_, client) => client.resetAndDestroy());
  }

  /** What is sent arrives when the way is open again. */
  delay(): void {
    this.passage = 'late';
    this.routes.forEach((onward, client) => {
      client.unpipe().pause();
      onward?.unpipe().pause();
    });
  }

  /** What is sent never arrives, and who waits for an answer waits for good. */
  swallow(): void {
    this.passage = 'dead';
    this.routes.forEach((onward, client) => this.leadNowhere(client, onward));
  }

  restore(): void {
    const wasLate = this.passage === 'late';
    this.passage = 'open';
    if (wasLate) {
      this.routes.forEach((onward, client) => this.join(client, onward));
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    if (this.passage === 'cut') {
      client.destroy();
      return;
    }
    this.routes.set(client, undefined);
    client.on('error', () => {});
    client.on('close', () => {
      this.routes.get(client)?.destroy();
      this.routes.delete(client);
    });
    if (this.passage === 'open') {
      this.join(client);
    } else if (this.passage === 'late') {
      client.pause();
    } else {
      this.leadNowhere(client);
    }
  }

  private join(client: Socket, known?: Socket): void {
    if (this.lost.has(client)) {
      return;
    }
    const onward = known ?? this.connectOnward(client);
    client.pipe(onward);
    onward.pipe(client);
  }

  private connectOnward(client: Socket): Socket {
    const onward = connect(this.target);
    this.routes.set(client, onward);
    onward.on('error', () => {});
    onward.on('close', () => {
      if (this.routes.get(client) === onward) {
        client.destroy();
      }
    });
    return onward;
  }

  private leadNowhere(client: Socket, onward?: Socket): void {
    this.lost.add(client);
    this.routes.set(client, undefined);
    client.unpipe().resume();
    onward?.destroy();
  }
}
