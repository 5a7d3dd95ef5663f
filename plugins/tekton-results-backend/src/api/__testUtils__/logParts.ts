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

import { FakeLogs } from '../../__testUtils__/FakeLogs';
import type { ClusterConnection } from '../../cluster';
import { RunLogs, type LogReader } from '../../logs';
import { LogFollowers } from '../native/LogFollowers';

/** What both APIs ask about logs: by default there are none. */
export function logParts(
  options: {
    logs?: FakeLogs;
    reader?: LogReader;
    isCaptured?: boolean;
    now?: () => number;
    connection?: ClusterConnection;
  } = {},
) {
  const { logs = new FakeLogs(), reader, isCaptured = true } = options;
  return {
    logs: logs.store,
    archive: logs.archive,
    runLogs: new RunLogs({
      logs: logs.store,
      archive: logs.archive,
      readerOf: () => reader,
      isCaptured: () => isCaptured,
      now: options.now,
    }),
    followers: new LogFollowers(),
    repairOrphans: async () => [],
    connectionOf: () => options.connection,
    linksOf: () => [],
  };
}
