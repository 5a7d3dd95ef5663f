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

import { KubernetesObject } from '../kubernetes';
import { replaceTimes } from '../recording';

/** How one play of recorded events differs from the recording. */
export interface RewriteOptions {
  /** Recorded moment, in milliseconds since 1970, to the moment of replay. */
  mapTime(recordedMs: number): number;
  mapUid(recordedUid: string): string;
  /** Texts to replace everywhere, such as the name of the run and its revision. */
  texts?: [from: string, to: string][];
  /** Labels and annotations to change where they exist. */
  metadata?: Record<string, string>;
}

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * A recorded object as it is played. Works on the text of the object, so that times and uids are
 * found wherever they stand: in labels, owner references, earlier attempts, termination messages.
 */
export function rewriteObject(
  object: KubernetesObject,
  /** Nothing in the object may be later than this moment. */
  latestMs: number,
  options: RewriteOptions,
): KubernetesObject {
  const text = rewriteText(JSON.stringify(object), options, recordedMs =>
    Math.min(options.mapTime(recordedMs), latestMs),
  );
  const rewritten: KubernetesObject = JSON.parse(text);
  const changes = options.metadata ?? {};
  for (const map of [
    rewritten.metadata.labels,
    rewritten.metadata.annotations,
  ]) {
    for (const [key, value] of Object.entries(changes)) {
      if (map && Object.hasOwn(map, key)) {
        map[key] = value;
      }
    }
  }
  return rewritten;
}

/** Replaces times, uids and texts. */
export function rewriteText(
  text: string,
  options: RewriteOptions,
  mapTime = options.mapTime,
): string {
  const timed = replaceTimes(text, mapTime).replace(UID, uid =>
    options.mapUid(uid),
  );
  return (options.texts ?? []).reduce(
    (result, [from, to]) => result.replaceAll(from, to),
    timed,
  );
}
