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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';

/** Something that a driver keeps. @public */
export interface LogObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** When it was put there (ms since 1970, UTC). */
  readonly modifiedAt: number;
}

/**
 * Keeps the bytes of logs, as objects under keys. A key has 1 to 1,000 characters
 * of `A-Z a-z 0-9 . _ - /`; each is written once.
 *
 * A failure that may pass, such as a server that does not answer, is any error
 * but a `NotFoundError`. No error quotes a credential.
 *
 * @public
 */
export interface LogDriver {
  /**
   * Keeps an object. It can be read only once it is whole and this has resolved;
   * what was there under the key is replaced. Reads the body no faster than it is
   * kept, and holds at most a few MB of it.
   *
   * @returns how many bytes it has
   */
  put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }>;

  /**
   * Reads an object, or bytes `start` up to, but without, `end` of it; as far as
   * it goes.
   *
   * @throws NotFoundError if there is none, at the latest when it is read
   */
  get(
    key: string,
    options: { start?: number; end?: number; signal: AbortSignal },
  ): AsyncIterable<Uint8Array>;

  /** Deletes objects. Those that are not there are no failure. */
  delete(
    keys: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void>;

  /**
   * Lists what is kept, in any lasting order.
   *
   * @param options - `after`: `next` of the page before; absent for the first
   * @returns `next` is absent on the last page
   */
  list(options: {
    /** What keys begin with; absent: all. */
    prefix?: string;
    after?: string;
    /** How many there may be on a page. */
    limit: number;
    signal: AbortSignal;
  }): Promise<{ objects: readonly LogObject[]; next?: string }>;

  /**
   * Finds out whether the driver works, by using it.
   *
   * @throws if it does not, with a message for people that says why
   */
  check(options: { signal: AbortSignal }): Promise<void>;
}

/** Makes a {@link LogDriver} from its configuration. @public */
export interface LogDriverFactory {
  /**
   * By which it is chosen in `tektonResults.logs.driver`, and under which its
   * settings are in `tektonResults.logs.drivers`.
   */
  readonly name: string;
  /**
   * As Tekton Results names such a place in Log records, such as `S3` or `GCS`.
   */
  readonly logType: string;
  /**
   * @param options - `config`: the section of its settings; absent if there is none
   * @throws InputError if a setting is wrong, with its name
   */
  create(options: {
    config: Config | undefined;
    logger: LoggerService;
  }): Promise<LogDriver> | LogDriver;
}
