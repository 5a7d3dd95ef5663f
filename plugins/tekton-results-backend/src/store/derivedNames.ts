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

import { createHash } from 'crypto';

/**
 * The name of the Record that holds the events of a run, by upstream's rule.
 *
 * @param resultUid - uid of the Result that the run belongs to
 */
export function eventListName(resultUid: string, runUid: string): string {
  return uuidOfName(resultUid, `${runUid}eventlist`);
}

/**
 * The name of the Record that describes the log of a run, by upstream's rule.
 *
 * @param resultUid - uid of the Result that the run belongs to
 */
export function logName(resultUid: string, runUid: string): string {
  return uuidOfName(resultUid, runUid);
}

/** A UUID of version 3 (RFC 9562). */
function uuidOfName(namespace: string, name: string): string {
  const hash = createHash('md5')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  // The version, and the variant.
  hash[6] = (hash[6] % 16) + 0x30;
  hash[8] = (hash[8] % 64) + 0x80;
  return hash
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
