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

const NANOSECONDS_PER_MS = 1_000_000n;
/** Etags are `<uid>-<unix time in ns>`, and a uid has 36 characters. */
const TIME_START = 37;

/** The etag of something new. */
export function firstEtag(uid: string, now: number): string {
  return `${uid}-${BigInt(now) * NANOSECONDS_PER_MS}`;
}

/**
 * The etag after a change: of the time of the change, but later than the etag
 * before, so that it changes also when the clock does not.
 */
export function nextEtag(
  row: { uid: string; etag: string },
  now: number,
): string {
  const time = BigInt(now) * NANOSECONDS_PER_MS;
  const last = BigInt(row.etag.slice(TIME_START));
  return `${row.uid}-${time > last ? time : last + 1n}`;
}

/** {@link nextEtag} for the rows of `records` that an insert meets. */
export function nextRecordEtag(db: Knex): Knex.Raw {
  const time = (row: string) => `substr(${row}.etag, ${TIME_START + 1})`;
  return db.raw(
    `cast(records.uid as text) || '-' || case
       when ${time('excluded')} > ${time('records')} then ${time('excluded')}
       else cast(cast(${time('records')} as bigint) + 1 as text)
     end`,
  );
}
