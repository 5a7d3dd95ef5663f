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

import { createHash, randomUUID } from 'crypto';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import { CRC32C } from '@google-cloud/storage';
import express, { type Request, type Response } from 'express';

interface StoredObject {
  readonly bytes: Buffer;
  readonly crc32c: string;
  readonly updated: string;
}

interface Session {
  readonly name: string;
  bytes: Buffer;
}

/**
 * As much of the JSON API of Google Cloud Storage as a log driver needs, for one
 * bucket: resumable uploads, ranges, lists by page, deletion.
 */
export class FakeGcs {
  private readonly objects = new Map<string, StoredObject>();
  private readonly sessions = new Map<string, Session>();
  private readonly server: Server;

  static async start(options: { bucket: string }): Promise<FakeGcs> {
    const fake = new FakeGcs(options.bucket);
    await new Promise(resolve => fake.server.once('listening', resolve));
    return fake;
  }

  private constructor(bucket: string) {
    const app = express();
    app.use(express.raw({ type: () => true, limit: '64mb' }));
    app.param('bucket', (request, response, next) => {
      if (request.params.bucket === bucket) {
        next();
      } else {
        refuse(response, 404, 'The specified bucket does not exist.');
      }
    });
    app
      .route('/upload/storage/v1/b/:bucket/o')
      .post((request, response) => this.begin(request, response))
      .put((request, response) => this.resume(request, response))
      .delete((request, response) => {
        this.sessions.delete(String(request.query.upload_id));
        response.status(499).end();
      });
    app.get('/storage/v1/b/:bucket/o', (request, response) =>
      this.list(request, response),
    );
    app
      .route('/storage/v1/b/:bucket/o/:name')
      .get((request, response) => this.get(request, response))
      .delete((request, response) => {
        if (this.objects.delete(request.params.name)) {
          response.status(204).end();
        } else {
          refuse(response, 404, 'No such object');
        }
      });
    this.server = app.listen(0, '127.0.0.1');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private begin(request: Request, response: Response): void {
    const name = String(request.query.name);
    const id = randomUUID();
    this.sessions.set(id, { name, bytes: Buffer.alloc(0) });
    response
      .set(
        'location',
        `http://${request.headers.host}${request.path}?uploadType=resumable&upload_id=${id}`,
      )
      .json({});
  }

  private resume(request: Request, response: Response): void {
    const session = this.sessions.get(String(request.query.upload_id));
    const range = String(request.headers['content-range']);
    const [, from, , total] =
      /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(range) ?? [];
    if (!session || !total) {
      refuse(response, 400, `Bad upload: ${range}`);
      return;
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (from !== undefined && Number(from) === session.bytes.length) {
      session.bytes = Buffer.concat([session.bytes, body]);
    }
    if (Number(total) === session.bytes.length) {
      this.store(session.name, session.bytes, response);
      return;
    }
    if (session.bytes.length > 0) {
      response.set('range', `bytes=0-${session.bytes.length - 1}`);
    }
    response.status(308).end();
  }

  private store(name: string, bytes: Buffer, response: Response): void {
    const updated = new Date().toISOString();
    this.objects.set(name, { bytes, updated, crc32c: crc32c(bytes) });
    response.json(describeObject(name, this.objects.get(name)!));
  }

  private list(request: Request, response: Response): void {
    const { prefix = '', pageToken = '', maxResults = '1000' } = request.query;
    const names = [...this.objects.keys()]
      .filter(name => name.startsWith(String(prefix)))
      .filter(name => name > String(pageToken))
      .sort();
    const page = names.slice(0, Number(maxResults));
    response.json({
      kind: 'storage#objects',
      items: page.map(name => describeObject(name, this.objects.get(name)!)),
      nextPageToken: names.length > page.length ? page.at(-1) : undefined,
    });
  }

  private get(request: Request, response: Response): void {
    const object = this.objects.get(request.params.name);
    if (!object) {
      refuse(response, 404, 'No such object');
    } else if (request.query.alt !== 'media') {
      response.json(describeObject(request.params.name, object));
    } else {
      const { bytes } = object;
      const [, start, end] =
        /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const from = Number(start ?? 0);
      const to = end ? Math.min(Number(end) + 1, bytes.length) : bytes.length;
      if (start !== undefined && from >= bytes.length) {
        response.status(416).end();
        return;
      }
      response
        .status(start === undefined ? 200 : 206)
        .type('application/octet-stream')
        .set('x-goog-hash', `crc32c=${object.crc32c}`)
        .end(bytes.subarray(from, to));
    }
  }
}

function describeObject(name: string, object: StoredObject) {
  const { bytes, updated, crc32c: sum } = object;
  return {
    kind: 'storage#object',
    name,
    updated,
    size: String(bytes.length),
    md5Hash: createHash('md5').update(bytes).digest('base64'),
    crc32c: sum,
  };
}

function crc32c(bytes: Buffer): string {
  const sum = new CRC32C();
  sum.update(bytes);
  return sum.toString();
}

function refuse(response: Response, code: number, message: string): void {
  response.status(code).json({ error: { code, message, errors: [] } });
}
