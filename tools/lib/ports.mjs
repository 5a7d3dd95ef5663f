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

import { connect, createServer } from 'node:net';

/** A port on loopback that nobody uses. */
export async function freePort() {
  const port = await tryListen(0);
  if (port === undefined) throw new Error('There is no free port');
  return port;
}

/**
 * The wanted port, or another one if it is taken.
 *
 * @param {number} wanted
 */
export async function portNear(wanted) {
  return (await tryListen(wanted)) ?? freePort();
}

/**
 * Whether something answers there, by IPv4 or IPv6.
 *
 * @param {number} port
 */
export async function isPortTaken(port) {
  const answers = await Promise.all(
    ['127.0.0.1', '::1'].map(host => answersAt(host, port)),
  );
  return answers.includes(true);
}

/**
 * @param {number} port
 * @returns {Promise<number | undefined>}
 */
function tryListen(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' ? address?.port : undefined),
      );
    });
  });
}

function answersAt(host, port) {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 1000 });
    const answer = value => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
