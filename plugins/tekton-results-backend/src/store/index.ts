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

export { createStores, type Stores } from './createStores';
export { isAttributeKey } from './promotion/attributes';
export { startPromoting } from './promotion/startPromoting';
export { DatabaseMonitor } from './DatabaseMonitor';
export { answerInTime, answersInTime } from './answersInTime';
export { StoreError } from './StoreError';
export { LeaseLostError, type Lease, type LeaseStore } from './Lease';
export type {
  ExpiredRun,
  NewCaptureGap,
  StewardedChild,
  StewardedRun,
  StewardStore,
} from './StewardStore';
export type { FilterAdvisor } from './filters/adviseFilter';
export type {
  LogCaptureStore,
  LogDescription,
  LoggedRun,
} from './LogCaptureStore';
export { LOG_TYPES } from './dataTypes';
export { eventListName } from './derivedNames';
export { versionNumber } from './versionNumber';
export type {
  RecordChanges,
  RecordData,
  RecordName,
  ResultContent,
  ResultName,
  ResultWriter,
  UpdateOptions,
  WriteOutcome,
  WriteAccess,
  WriteOptions,
  WriteRefusal,
} from './ResultWriter';
export type {
  ImportedRecord,
  ImportedResult,
  ImportOptions,
  ImportOutcome,
  ResultImporter,
} from './ResultImporter';
export {
  compareIntervals,
  formatInterval,
  type Interval,
} from './summaries/Interval';
export { SummaryLimitError } from './summaries/SummaryLimitError';
export type {
  SummaryGroup,
  SummaryGrouping,
  SummaryStore,
} from './SummaryStore';
export type { CapturedRun } from './CapturedRun';
export type { CaptureScope, CaptureStore, LostRun } from './CaptureStore';
export type { CapturedEvent, EventStore } from './EventStore';
export type { LogObjectStore } from './LogObjectStore';
export { staysBesideImport } from './LogStore';
export type {
  LogCause,
  LogContainerKind,
  LogKey,
  LogMember,
  LogResumePoint,
  LogSegment,
  LogStore,
  NewStepLog,
  StepLog,
  StepLogName,
  StepLogState,
} from './LogStore';
export type {
  Amount,
  ExpiringRun,
  ExpiringRuns,
  ExpiryPart,
  ExpiryPosition,
  ExpiryQuery,
  KeepLast,
  LookOptions,
  NamespaceUsage,
  RemovalOptions,
  Removed,
  RetentionCount,
  RetentionJob,
  RetentionJobState,
  RetentionStore,
  RetentionTrigger,
  StoredUsage,
} from './RetentionStore';
export { ABANDONED_AFTER_MS } from './retention/expirable';
export { RETENTION_LEASE } from './RetentionStore';
export type { RunTombstone, TombstoneStore } from './TombstoneStore';
export type { PinnedRef, PinStore, RunPin } from './PinStore';
export type { RunAggregateStore, RunCounts } from './RunAggregateStore';
export type {
  FindRunsQuery,
  ListRunsOptions,
  RunEvents,
  RunPage,
  RunPosition,
  RunQuery,
  RunStore,
  StoredRun,
} from './RunStore';
export type {
  ListOrder,
  RecordOrderField,
  ResultOrderField,
  ListRecordsOptions,
  ListResultsOptions,
  Page,
  Result,
  ResultPosition,
  ResultStore,
  ResultView,
  StoredRecord,
} from './ResultStore';
export {
  accessTest,
  runAccessTest,
  type AccessSubject,
} from './access/accessTest';
export type { CaptureOutage, OutageStore } from './OutageStore';
export {
  allOf,
  anyOf,
  decideOnPlace,
  EVERYTHING,
  isEverything,
  isNothing,
  NOTHING,
  type AccessFilter,
  type AccessPlace,
} from './AccessFilter';
