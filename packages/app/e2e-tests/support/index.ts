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

export {
  BackstageProcess,
  ClusterProcess,
  createDataDirectory,
} from './processes';
export { expectAccessible, expectNoSidewaysScroll } from './accessibility';
export { expect, openPage, test } from './pages';
export {
  ACME,
  copyOf,
  HISTORY_ENTITIES,
  RUNS,
  test as manyRunsTest,
} from './manyRuns';
export { measured, median, tell, tellFigure } from './measures';
export { firstRowPainted, timeToNewRows, watchFirstRow } from './paintedRows';
export { type ListedRun, pagesOf, runId, type RunList } from './runPages';
export { listedRuns, runLinks, runRows, runsTable } from './runRows';
export { type MadeUpStep, taskRunOf, uidOf } from './madeUpRuns';
export { storeLogs, type StoredLog } from './storedLogs';
export {
  TALKATIVE,
  writeTalkativeRecording,
  writeUnprunedRecording,
} from './recordings';
export { unzip } from './zip';
export { Transfers } from './Transfers';
export {
  CHECKOUT,
  drawnLines,
  lineButton,
  logLine,
  logPath,
  logRegion,
} from './logPages';
export { hasOwnCode } from './hasOwnCode';
