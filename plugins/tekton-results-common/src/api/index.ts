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

export { TektonResultsClient } from './TektonResultsClient';
export { logReason } from './logReason';
export type {
  ListRunLogsResponse,
  LogCause,
  LogContainerKind,
  LogDownload,
  LogEvent,
  LogFollowEvent,
  LogLine,
  LogLinesRequest,
  LogLinesResponse,
  LogOrphans,
  LogPlace,
  LogRef,
  LogSearchEvent,
  LogSearchRequest,
  LogState,
  RepairLogOrphansResponse,
  RunLog,
  TektonResultsLogsApi,
} from './logTypes';
export type {
  ListRetentionJobsResponse,
  NamespaceStorage,
  RemovedRun,
  RetentionAmount,
  RetentionCount,
  RetentionJob,
  RetentionLimitPreview,
  RetentionPart,
  RetentionPartPreview,
  RetentionPolicyPreview,
  RetentionPreview,
  RetentionProblem,
  RetentionStatus,
  RetentionUsage,
  RunKeeping,
  RunPin,
  StorageAmount,
  TektonResultsRetentionApi,
} from './retentionTypes';
export type {
  CaptureGap,
  CaptureGapKind,
  CaptureHealth,
  CaptureOutage,
  CaptureProblem,
  CaptureProblemCode,
  ClusterHealth,
  FilterAccess,
  FilterMistake,
  FilterPart,
  FilterValidation,
  ListEntityRunsRequest,
  ListEntityRunsResponse,
  ListRunEventsResponse,
  ListRunsRequest,
  ListRunsResponse,
  DatabaseHealth,
  LogStorageHealth,
  NewRuns,
  MissingRight,
  ResourceHealth,
  RunDetails,
  RunLink,
  RunEvent,
  RunFailure,
  RunRef,
  RunSummary,
  TektonResultsApi,
  UnreadableObjects,
  UnstoredRun,
  ValidateFilterRequest,
} from './types';
export { RUN_FIELDS, RUN_SORTS } from './runQueries';
export type {
  DurationStatistics,
  EntityRunCard,
  FindRunsRequest,
  FindRunsResponse,
  ListChangesRequest,
  ListChangesResponse,
  ListFacetsRequest,
  ListFacetsResponse,
  RelatedRuns,
  RunAbsence,
  RunChange,
  RunFacet,
  RunFacetName,
  RunField,
  RunSelection,
  RunSort,
  RunStatistics,
  RunStatisticsResponse,
  RunTotal,
  TaskState,
} from './runQueries';
