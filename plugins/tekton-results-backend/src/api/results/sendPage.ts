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

import type { Response } from 'express';
import { othersTurn } from '../../turnsOfOthers';
import { sendStream } from '../streaming';
import type { FieldMask } from './fieldMask';
import { partialResponse } from './partialResponse';
import { requestedFields, setJsonType } from './sendJson';

/** What is longer is sent in pieces of this length (characters). */
const PIECE_LENGTH = 1024 * 1024;

/** A page of a list. */
interface SentPage<Item> {
  /** The field of the answer that the items are in. */
  readonly field: string;
  readonly items: readonly Item[];
  /** The message of an item; called when it is sent. */
  readonly format: (item: Item) => object;
  /** Absent: there is no next page. */
  readonly nextPageToken?: string;
}

/**
 * Answers with a page, or with what the client asked for of it, as `sendJson` would
 * with the whole message. What is long is sent in pieces, no faster than the client
 * takes it: ten thousand Records of 12 kB would be 160 MB in one text. When one of them
 * cannot be read after the first piece, the connection is broken.
 *
 * @param options - `pieceLength`: in characters; a million if absent
 * @throws ResultsApiError if what is asked for is too much to read
 */
export async function sendPage<Item>(
  res: Response,
  page: SentPage<Item>,
  options: { pieceLength?: number } = {},
): Promise<void> {
  const { pieceLength = PIECE_LENGTH } = options;
  const texts = pageTexts(page, requestedFields(res.req));
  let whole: Buffer | undefined;
  await sendStream(res, {
    open: async function* pieces() {
      let parts: string[] = [];
      let length = 0;
      let isFirst = true;
      for await (const text of texts) {
        parts.push(text);
        length += text.length;
        if (length >= pieceLength) {
          yield Buffer.from(parts.join(''));
          isFirst = false;
          parts = [];
          length = 0;
        }
      }
      const rest = Buffer.from(parts.join(''));
      whole = isFirst ? rest : undefined;
      yield rest;
    },
    head: () => {
      setJsonType(res);
      if (whole) {
        res.setHeader('Content-Length', whole.length);
      }
    },
  });
}

/** The text of the message, in parts: each item, and what is around them. */
export async function* pageTexts<Item>(
  { field, items, format, nextPageToken }: SentPage<Item>,
  mask: FieldMask,
): AsyncGenerator<string, void> {
  const ofItems = mask.size === 0 ? mask : mask.get(field);
  const others = JSON.stringify(
    partialResponse(
      nextPageToken === undefined ? {} : { next_page_token: nextPageToken },
      mask,
    ),
  );
  if (!ofItems || items.length === 0) {
    yield others;
    return;
  }
  yield `{${JSON.stringify(field)}:[`;
  for (const [index, item] of items.entries()) {
    const wait = othersTurn();
    if (wait) {
      await wait;
    }
    const part = partialResponse(format(item), ofItems);
    yield `${index === 0 ? '' : ','}${JSON.stringify(part)}`;
  }
  yield others === '{}' ? ']}' : `],${others.slice(1)}`;
}
