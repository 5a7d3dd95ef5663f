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

import { Express } from 'express';
import { once } from 'node:events';
import { createServer as createHttpServer, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, Socket } from 'node:net';

/** Certificates for serving over TLS, as PEM. */
export interface TlsOptions {
  key: string;
  cert: string;
  /** The authority that client certificates must come from. */
  ca?: string;
  /** Ask clients for a certificate; the subject's common name is then the user. */
  requestClientCert?: boolean;
}

/** A server that listens. */
export interface Listener {
  port: number;
  url: string;
  /** Ends open connections, at once when abrupt. */
  close(options?: { abrupt?: boolean }): Promise<void>;
}

/** Answers that are on their way may finish in this time when the server closes. */
const CLOSE_PATIENCE_MS = 300;

/** Opens the port and gives what is needed to close it again. */
export async function listen(
  app: Express,
  options: { host: string; port: number; tls?: TlsOptions },
): Promise<Listener> {
  const { host, tls } = options;
  const server: Server = tls
    ? createHttpsServer(
        {
          key: tls.key,
          cert: tls.cert,
          ca: tls.ca,
          requestCert: tls.requestClientCert,
          // Whoever has no certificate may still come with a token.
          rejectUnauthorized: false,
        },
        app,
      )
    : createHttpServer(app);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    port,
    url: `${tls ? 'https' : 'http'}://${shownHost}:${port}`,
    async close({ abrupt = false } = {}) {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      if (abrupt) {
        sockets.forEach(socket => resetConnection(socket));
      }
      const idle = setInterval(() => server.closeIdleConnections(), 10);
      const patience = setTimeout(
        () => server.closeAllConnections(),
        CLOSE_PATIENCE_MS,
      );
      await closed;
      clearInterval(idle);
      clearTimeout(patience);
    },
  };
}

/** Breaks a connection so that the other side sees a reset, also under TLS. */
function resetConnection(socket: Socket): void {
  if (!socket.destroyed) {
    socket.resetAndDestroy();
  }
}
