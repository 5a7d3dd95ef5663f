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

import type { Knex } from 'knex';
import { engineOf } from './filters/engine';

/**
 * An etag is `<uid>-<unix time in ns>`, as upstream makes them. Rows hold the time
 * only, as digits: their uid is beside it.
 */
type WithEtag = { readonly uid: string; readonly etag: string };

const NANOSECONDS_PER_MS = 1_000_000n;
/** 19 digits that fit into 64 bits, also after some changes: until the year 2255. */
const ETAG_TIME = /^[1-8]\d{18}$/;
const MAX_TIME = 8_999_999_999_999_999_999n;

/** The whole etag, as clients see it. */
export function etagOf({ uid, etag }: WithEtag): string {
  return `${uid}-${etag}`;
}

/** The time of an etag, if it is one for this uid. */
export function etagTime(etag: string, uid: string): string | undefined {
  const time = etag.slice(uid.length + 1);
  return etag === `${uid}-${time}` && ETAG_TIME.test(time) ? time : undefined;
}

/** What the row of something new holds. */
export function firstEtag(now: number): string {
  return String(timeAt(now));
}

/**
 * What the row holds after a change: the time of the change, but later than before, so
 * that it changes also when the clock does not.
 */
export function nextEtag(
  { etag }: Pick<WithEtag, 'etag'>,
  now: number,
): string {
  const time = timeAt(now);
  const last = BigInt(etag);
  return String(time > last ? time : last + 1n);
}

function timeAt(now: number): bigint {
  const time = BigInt(now) * NANOSECONDS_PER_MS;
  return time < MAX_TIME ? time : MAX_TIME;
}

/** {@link nextEtag} for the rows of `records` that an insert meets. */
export function nextRecordEtag(db: Knex): Knex.Raw {
  // SQLite's driver would round the numbers, so they are texts of 19 digits there.
  const isPostgres = engineOf(db) === 'postgres';
  return db.raw(
    `case when excluded.etag > records.etag then excluded.etag else ${
      isPostgres
        ? 'records.etag + 1'
        : 'cast(cast(records.etag as bigint) + 1 as text)'
    } end`,
  );
}
