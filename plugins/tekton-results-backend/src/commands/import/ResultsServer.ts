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

import { z } from 'zod';
import { fetchJson, openAnswer, type ServerAccess } from './fetchJson';
import { logBytes } from './logBytes';
import { retrying, type RetryOptions } from './retry';
import {
  connectionError,
  notResultsError,
  printable,
  ServerError,
} from './ServerError';

/** What is listed: Results, or Records, of a parent (`-`: of all). */
export interface Collection {
  readonly parent: string;
  readonly kind: 'results' | 'records';
}

/** A page of a collection. */
export interface ServerPage {
  /** Each as it was sent. */
  readonly items: readonly unknown[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
}

/** The text of a log as a server has it. */
export interface ServerLog {
  /** As it was written; fails with ServerErrors. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many bytes its Record says that there are; absent: it is not about them. */
  readonly size?: number;
  /** What the server itself says is missing of it. */
  readonly missing?: string;
}

/** Upstream takes no smaller ones. */
export const MIN_PAGE_SIZE = 5;

const PARENTS = '/apis/results.tekton.dev/v1alpha2/parents';
const TIMES_TO_ASK = 3;
const ASK_AGAIN_AFTER_MS = 2_000;
const MAX_MISSING_WORDS = 200;

/**
 * What our own server says of a log: it has lines between its parts that name
 * them, and is longer for it; something of it is missing.
 */
const NAMED_HEADER = 'x-tekton-results-log-named';
const MISSING_HEADER = 'x-tekton-results-log-missing';

/** Older servers spell fields in camel case. */
const pageSchema = z.object({
  results: z.array(z.unknown()).optional(),
  records: z.array(z.unknown()).optional(),
  next_page_token: z.string().optional(),
  nextPageToken: z.string().optional(),
});

const summarySchema = z.object({
  summary: z.tuple([z.object({ total: z.coerce.number().int().positive() })]),
});

/** Reads from the REST API of a Tekton Results server. */
export class ResultsServer {
  private readonly access: ServerAccess;
  private readonly retry: RetryOptions;
  private pageSize: number;

  constructor(options: {
    access: ServerAccess;
    retry: RetryOptions;
    pageSize: number;
  }) {
    this.access = options.access;
    this.retry = options.retry;
    this.pageSize = options.pageSize;
  }

  /**
   * A page, oldest first. Pages become smaller if one is too large to be sent.
   *
   * @throws ServerError
   */
  async list(collection: Collection, token?: string): Promise<ServerPage> {
    try {
      return await retrying(
        () => this.fetchTruePage(collection, token),
        this.retry,
      );
    } catch (error) {
      const tooLarge =
        error instanceof ServerError && error.kind === 'tooLarge';
      if (!tooLarge || this.pageSize === MIN_PAGE_SIZE) {
        throw error;
      }
      this.pageSize = Math.max(MIN_PAGE_SIZE, Math.floor(this.pageSize / 2));
      return this.list(collection, token);
    }
  }

  /** A Result as it was sent; undefined if there is none. */
  async getResult(name: { parent: string; result: string }): Promise<unknown> {
    try {
      return await retrying(
        () => this.fetch(`/${name.parent}/results/${name.result}`),
        this.retry,
      );
    } catch (error) {
      if (error instanceof ServerError && error.kind === 'notFound') {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * The text of a log; undefined if the server has none.
   *
   * @param name - of the Record that tells of it
   * @param size - of the text, as that Record says
   * @throws ServerError
   */
  async getLog(
    name: { parent: string; result: string; record: string },
    size: number | undefined,
  ): Promise<ServerLog | undefined> {
    const { parent, result, record } = name;
    const path = `${PARENTS}/${parent}/results/${result}/logs/${record}`;
    const { signal } = this.retry;
    try {
      const answer = await retrying(
        () => openAnswer(this.access, path, { accept: '*/*', signal }),
        this.retry,
      );
      const type = answer.headers['content-type'] ?? '';
      const missing = printable(String(answer.headers[MISSING_HEADER] ?? ''));
      const isNamed = answer.headers[NAMED_HEADER] !== undefined;
      return {
        bytes: readAll(
          // Others, and we, send it as what it is.
          type.startsWith('application/json') ? logBytes(answer, size) : answer,
        ),
        ...(!isNamed && !missing && { size }),
        ...(missing && { missing: missing.slice(0, MAX_MISSING_WORDS) }),
      };
    } catch (error) {
      if (error instanceof ServerError && error.kind === 'notFound') {
        return undefined;
      }
      throw error;
    }
  }

  /** How many Records there are, if the server can tell. */
  async countRecords(parent: string): Promise<number | undefined> {
    try {
      const answer = summarySchema.safeParse(
        await this.fetch(`/${parent}/results/-/records/summary?summary=total`),
      );
      return answer.data?.summary[0].total;
    } catch {
      // It is for the progress bar alone.
      return undefined;
    }
  }

  /**
   * When its database fails, upstream answers a list with success and nothing,
   * as if there were no more. So nothing is believed only if it is said several
   * times and, as there was something before, by a server that lists something.
   */
  private async fetchTruePage(
    collection: Collection,
    token: string | undefined,
  ): Promise<ServerPage> {
    const { wait, signal } = this.retry;
    for (let asked = 1; ; asked += 1) {
      const page = await this.fetchPage(collection, this.pageSize, token);
      if (page.items.length > 0 || page.next !== undefined) {
        return page;
      }
      if (asked === TIMES_TO_ASK) {
        if (token !== undefined) {
          await this.assertWorking(collection);
        }
        return page;
      }
      await wait(ASK_AGAIN_AFTER_MS, signal);
    }
  }

  private async assertWorking(collection: Collection): Promise<void> {
    const page = await this.fetchPage(collection, MIN_PAGE_SIZE);
    if (page.items.length === 0) {
      throw new ServerError(
        'The server suddenly lists nothing, as it does when its database fails',
        { kind: 'busy' },
      );
    }
  }

  private async fetchPage(
    { parent, kind }: Collection,
    pageSize: number,
    token?: string,
  ): Promise<ServerPage> {
    const query = new URLSearchParams({
      order_by: 'create_time asc',
      page_size: String(pageSize),
      ...(token && { page_token: token }),
    });
    const path = kind === 'results' ? 'results' : 'results/-/records';
    const answer = await this.fetch(`/${parent}/${path}?${query}`);
    const page = pageSchema.safeParse(answer);
    const isPage =
      page.success && (!isEmpty(page.data) || isEmpty(Object(answer)));
    if (!isPage) {
      throw notResultsError('The server answered with something else');
    }
    return {
      items: page.data[kind] ?? [],
      next: page.data.next_page_token || page.data.nextPageToken || undefined,
    };
  }

  private fetch(path: string): Promise<unknown> {
    return fetchJson(this.access, `${PARENTS}${path}`, this.retry.signal);
  }
}

/** What breaks a connection is told as everywhere. */
async function* readAll(
  source: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw connectionError(error);
  }
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}
