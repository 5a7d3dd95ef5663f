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

import type { StepLogName } from '../../store';

const MAX_PART_LENGTH = 100;

/** With what the keys of all logs of a TaskRun begin. */
function runKeyPrefix(run: { cluster: string; runUid: string }): string {
  const uid = keyPart(run.runUid);
  // No folder has more than some thousands of others.
  return `${keyPart(run.cluster)}/${uid.slice(0, 2)}/${uid}`;
}

/** With what the keys of a log begin. */
export function logKeyPrefix(log: StepLogName): string {
  return `${runKeyPrefix(log)}/${log.attempt}-${keyPart(log.container)}`;
}

/**
 * Whether a key is one of ours: of a segment of a log, or of a check of a driver
 * that was cut off.
 */
export function isLogKey(key: string): boolean {
  return (
    /^[\w-]+\/[\w-]{1,2}\/[\w-]+\/\d+-[\w-]+\/\d{6,}-[0-9a-f]{8}\.gz$/.test(
      key,
    ) || /^check\/[0-9a-f-]{36}$/.test(key)
  );
}

/** Names that become the same by this are told apart by the rest of their keys. */
function keyPart(name: string): string {
  return name.replace(/[^A-Za-z0-9-]/g, '_').slice(0, MAX_PART_LENGTH) || '_';
}
