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
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'http';
import type { AddressInfo } from 'net';

/** A Result or a Record as the Results API sends it. */
export interface SentMessage {
  readonly name: string;
  readonly uid: string;
  readonly create_time: string;
  readonly [field: string]: unknown;
}

/**
 * What a server does instead of answering a request:
 *
 * - `fail`: 500, with the error of a database
 * - `cut`: the answer ends in the middle
 * - `empty`: success and nothing, as upstream when its database fails
 */
export type Fault = 'fail' | 'cut' | 'empty';

const TOKEN = 'the-token';
const NOT_FOUND = { code: 5, message: 'record not found' };
const LIST =
  /^\/apis\/results\.tekton\.dev\/v1alpha2\/parents\/([^/]+)\/(results|results\/-\/records)$/;
const GET =
  /^\/apis\/results\.tekton\.dev\/v1alpha2\/parents\/([^/]+\/results\/[^/]+)$/;
const LOG =
  /^\/apis\/results\.tekton\.dev\/v1alpha2\/parents\/([^/]+\/results\/[^/]+\/logs\/[^/]+)$/;
const COUNT = /\/parents\/([^/]+)\/results\/-\/records\/summary$/;

/** The REST API of upstream's server, as far as it lists, over some data. */
export class FakeResultsServer {
  static readonly TOKEN = TOKEN;
  readonly data: { results: SentMessage[]; records: SentMessage[] };
  /** Faults by the number of the list request, counted from 1. */
  readonly faults = new Map<number, Fault>();
  /** Texts of logs by `<parent>/results/<result>/logs/<name>`. */
  readonly logs = new Map<string, Buffer>();
  /** How many of the next logs are cut off. */
  cutLogs = 0;
  /** Called before each list request is answered. */
  onList: (count: number) => void = () => {};
  /** The lists that were asked for. */
  readonly lists: URL[] = [];
  private readonly server: Server;

  constructor(data: { results: SentMessage[]; records: SentMessage[] }) {
    this.data = data;
    this.server = createServer((req, res) => this.answer(req, res));
  }

  /** @returns its URL */
  async start(): Promise<string> {
    await new Promise<void>(listening =>
      this.server.listen(0, '127.0.0.1', listening),
    );
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(stopped => this.server.close(stopped));
  }

  private answer(req: IncomingMessage, res: ServerResponse): void {
    const url = new URL(req.url ?? '', 'http://localhost');
    const [, parent, kind] = LIST.exec(url.pathname) ?? [];
    const [, name] = GET.exec(url.pathname) ?? [];
    const [, log] = LOG.exec(url.pathname) ?? [];
    const [, countedParent] = COUNT.exec(url.pathname) ?? [];
    if (req.headers.authorization !== `Bearer ${TOKEN}`) {
      sendJson(res, 401, { code: 16, message: 'permission denied' });
    } else if (kind) {
      this.list(url, res, {
        parent,
        kind: kind === 'results' ? 'results' : 'records',
      });
    } else if (name) {
      const found = this.data.results.find(result => result.name === name);
      sendJson(res, found ? 200 : 404, found ?? NOT_FOUND);
    } else if (log) {
      this.sendLog(res, this.logs.get(log));
    } else if (countedParent) {
      const total = this.itemsOf(countedParent, 'records').length;
      sendJson(res, 200, { summary: [{ total }] });
    } else {
      sendJson(res, 404, { code: 5, message: 'Not Found' });
    }
  }

  /** As upstream's gateway: with a newline after each piece. */
  private sendLog(res: ServerResponse, text: Buffer | undefined): void {
    if (!text) {
      const error = { code: 5, message: "Log doesn't exist" };
      sendJson(res, 404, { error });
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    for (let start = 0; start < text.length; start += 32_768) {
      res.write(text.subarray(start, start + 32_768));
      res.write('\n');
      if (this.cutLogs > 0) {
        this.cutLogs -= 1;
        setImmediate(() => res.destroy());
        return;
      }
    }
    res.end();
  }

  private list(
    url: URL,
    res: ServerResponse,
    { parent, kind }: { parent: string; kind: 'results' | 'records' },
  ): void {
    this.lists.push(url);
    this.onList(this.lists.length);
    const fault = this.faults.get(this.lists.length);
    const size = Number(url.searchParams.get('page_size'));
    const token = url.searchParams.get('page_token');
    if (fault === 'fail') {
      sendJson(res, 500, { code: 2, message: 'ERROR: too many connections' });
    } else if (fault === 'empty') {
      sendJson(res, 200, {});
    } else if (url.searchParams.get('order_by') !== 'create_time asc') {
      sendJson(res, 400, { code: 3, message: 'not in a stable order' });
    } else if (size < 5 || size > 10_000) {
      sendJson(res, 400, { code: 3, message: 'invalid page size' });
    } else if (token && !token.startsWith(`${parent}.`)) {
      sendJson(res, 400, { code: 3, message: 'invalid page token: parent' });
    } else {
      const after = token?.slice(parent.length + 1) ?? '';
      const left = this.itemsOf(parent, kind).filter(
        item => keyOf(item) > after,
      );
      const page = left.slice(0, size);
      const body = {
        ...(page.length > 0 && { [kind]: page }),
        ...(left.length > size && {
          next_page_token: `${parent}.${keyOf(page[page.length - 1])}`,
        }),
      };
      sendJson(res, 200, body, fault === 'cut');
    }
  }

  private itemsOf(parent: string, kind: 'results' | 'records') {
    return this.data[kind]
      .filter(({ name }) => parent === '-' || name.startsWith(`${parent}/`))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
}

function keyOf({ create_time, uid }: SentMessage): string {
  return `${create_time} ${uid}`;
}

function sendJson(
  res: ServerResponse,
  status: number,
  body: object,
  cut = false,
): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  if (cut) {
    res.write(text.slice(0, text.length / 2), () => res.destroy());
  } else {
    res.end(text);
  }
}
