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

import type { CDPSession, Page } from '@playwright/test';

/** What a browser has received. */
export interface Transfer {
  readonly path: string;
  /** With its head, as compressed as it was sent. */
  readonly bytes: number;
  /** What had been asked for by then, itself included. */
  readonly askedUntilThen: readonly string[];
}

/** Writes down what a page receives, as it comes over the wire. */
export class Transfers {
  static async of(page: Page): Promise<Transfers> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    return new Transfers(session);
  }

  readonly received: Transfer[] = [];

  private constructor(readonly session: CDPSession) {
    const paths = new Map<string, string>();
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      const { pathname, search } = new URL(request.url);
      paths.set(requestId, `${pathname}${search}`);
    });
    session.on(
      'Network.loadingFinished',
      ({ requestId, encodedDataLength }) => {
        const path = paths.get(requestId) ?? '';
        this.received.push({
          path,
          bytes: encodedDataLength,
          askedUntilThen: [...paths.values()],
        });
      },
    );
  }

  /** What the backend plugin was asked for until such an answer had come. */
  askedUntil(isAnswer: (path: string) => boolean): string[] {
    const answer = this.received.find(({ path }) => isAnswer(path));
    return (
      answer?.askedUntilThen.filter(path =>
        path.startsWith('/api/tekton-results/'),
      ) ?? []
    );
  }

  /** Bytes of what has such a path. */
  bytesOf(isCounted: (path: string) => boolean): number {
    return this.received
      .filter(({ path }) => isCounted(path))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
