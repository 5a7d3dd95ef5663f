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

import { setImmediate as onNextTurn } from 'timers';
import express, { type Response } from 'express';
import request from 'supertest';
import { sendJson } from './sendJson';
import { sendPage } from './sendPage';

const ITEMS = [1, 2, 3].map(n => ({ name: `n${n}`, uid: 'ü"\n', n }));

describe('sendPage', () => {
  async function ask(
    query: string,
    answer: (res: Response) => void | Promise<void>,
  ) {
    const app = express()
      .use((_req, res, next) => {
        Promise.resolve(answer(res)).catch(next);
      })
      .use(((_error, _req, res, next) =>
        res.headersSent
          ? next(_error)
          : res.status(500).end()) as express.ErrorRequestHandler);
    return request(app).get(`/${query}`).buffer(true);
  }

  describe.each([
    '',
    '?fields=records.name',
    '?fields=records',
    '?fields=next_page_token',
    '?fields=records.n,next_page_token',
    '?fields=none',
  ])('of what %p asks for', query => {
    it.each([
      ['items', ITEMS, undefined],
      ['items and a token', ITEMS, 'token'],
      ['nothing', [], undefined],
      ['a token only', [], 'token'],
    ])(
      'sends %s as in one message, whole or in pieces',
      async (_, items, nextPageToken) => {
        const whole = await ask(query, res =>
          sendJson(res, {
            ...(items.length > 0 && { records: items }),
            ...(nextPageToken && { next_page_token: nextPageToken }),
          }),
        );
        for (const pieceLength of [1, 30, undefined]) {
          const page = await ask(query, res =>
            sendPage(
              res,
              {
                field: 'records',
                items,
                format: item => item,
                nextPageToken,
              },
              { pieceLength },
            ),
          );
          expect(page.text).toBe(whole.text);
          expect(page.headers['content-type']).toBe('application/json');
          expect(page.headers.etag).toBeUndefined();
        }
      },
    );
  });

  it('tells the length of what is short, and sends what is long as it is made', async () => {
    const page = {
      field: 'records',
      items: ITEMS,
      format: (item: object) => item,
    };
    const short = await ask('', res => sendPage(res, page));
    expect(short.headers['content-length']).toBe(
      String(Buffer.byteLength(short.text)),
    );
    const long = await ask('', res => sendPage(res, page, { pieceLength: 10 }));
    expect(long.headers['content-length']).toBeUndefined();
    expect(long.headers['transfer-encoding']).toBe('chunked');
  });

  it('lets others have their turn between the items', async () => {
    let turns = 0;
    const turnsBefore: number[] = [];
    const count = () => {
      turns += 1;
      if (turnsBefore.length < ITEMS.length) {
        onNextTurn(count);
      }
    };
    await ask('', res => {
      onNextTurn(count);
      return sendPage(res, {
        field: 'records',
        items: ITEMS,
        format: item => {
          turnsBefore.push(turns);
          const until = performance.now() + 20;
          while (performance.now() < until);
          return item;
        },
      });
    });
    expect(new Set(turnsBefore).size).toBe(ITEMS.length);
  });

  it('makes nothing of items that nobody asked for', async () => {
    const format = jest.fn((item: object) => item);
    await ask('?fields=next_page_token', res =>
      sendPage(res, { field: 'records', items: ITEMS, format }),
    );
    expect(format).not.toHaveBeenCalled();
  });

  it('answers with an error what cannot be read, or breaks the connection', async () => {
    const page = {
      field: 'records',
      items: ITEMS,
      format: (item: (typeof ITEMS)[number]) => {
        if (item.n === 3) {
          throw new Error('cannot be read');
        }
        return item;
      },
    };
    const { status } = await ask('', res => sendPage(res, page));
    expect(status).toBe(500);
    await expect(
      ask('', res => sendPage(res, page, { pieceLength: 1 })),
    ).rejects.toThrow(/aborted|socket hang up/);
  });
});
