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

/**
 * The rows as the database drivers hand them out. PostgreSQL gives `bigint` as
 * text and times as `Date`; SQLite gives numbers for both.
 */
export type DbTime = Date | number;
export type DbInteger = number | string;
/** 64 bits: written whole as bigint; SQLite's driver rounds what it reads. */
export type DbBits = bigint | number | string;

export interface DbResultsRow {
  seq: DbInteger;
  uid: string;
  cluster: string;
  parent: string;
  name: string;
  annotations: string;
  summary_record: string | null;
  summary_type: string | null;
  summary_status: string | null;
  summary_start_time: DbTime | null;
  summary_end_time: DbTime | null;
  summary_annotations: string | null;
  summary_run_created_time: DbTime | null;
  summary_start_micros: number;
  summary_end_micros: number;
  /** The time of the etag, in ns: see `etagOf`. */
  etag: string;
  create_time: DbTime;
  update_time: DbTime;
}

export interface DbRecordsRow {
  seq: DbInteger;
  uid: string;
  result_seq: DbInteger;
  cluster: string;
  parent: string;
  name: string;
  data_type: string;
  /** The time of the etag, in ns: see `etagOf`. */
  etag: string;
  create_time: DbTime;
  update_time: DbTime;
  capture_uid: string | null;
  resource_version: DbInteger | null;
  gone_time: DbTime | null;
  last_seen_time: DbTime | null;
  final_stored_time: DbTime | null;
  pod_name: string | null;
  kind: string | null;
  run_uid: string | null;
  run_name: string | null;
  namespace: string | null;
  display_name: string | null;
  pipeline: string | null;
  task: string | null;
  owner_run_uid: string | null;
  root: number | null;
  status: string | null;
  reason: string | null;
  message: string | null;
  list_time: DbTime | null;
  run_created_time: DbTime | null;
  run_start_time: DbTime | null;
  run_completion_time: DbTime | null;
  duration_ms: DbInteger | null;
  source_revision: string | null;
  source_branch: string | null;
  source_repository: string | null;
  source_pull_request: string | null;
  source_author: string | null;
  source_trigger: string | null;
  source_title: string | null;
  source_url: string | null;
  failed_task: string | null;
  failed_step: string | null;
  exit_code: number | null;
  promotion: number;
  status_start_time: DbTime | null;
  condition_status: string | null;
  label_pipeline_run: string | null;
  label_pipeline_run_uid: string | null;
  label_pipeline: string | null;
  annotation_repository: string | null;
  sig0: DbBits;
  sig1: DbBits;
  sig2: DbBits;
  sig3: DbBits;
  sig4: DbBits;
  sig5: DbBits;
  sig6: DbBits;
  sig7: DbBits;
}

export interface DbRecordPayloadsRow {
  record_seq: DbInteger;
  encoding: number;
  dictionary_id: number | null;
  bytes: Buffer;
}

export interface DbPayloadDictionariesRow {
  id: number;
  /** The whole dictionary, or what was learned, compressed with that of the base. */
  bytes: Buffer;
  base_id: number | null;
  /** What was learned is common to runs of it. */
  template: string | null;
  create_time: DbTime | null;
}

export interface DbAttributePairsRow {
  id: DbInteger;
  type: string;
  key: string;
  value: string;
}

/** `record_attributes` on SQLite. */
export interface DbRecordAttributesRow {
  pair_id: DbInteger;
  root: number;
  list_time: DbTime;
  record_seq: DbInteger;
}

/** `record_attributes` on PostgreSQL; a Record without pairs has no row. */
export interface DbPairArraysRow {
  record_seq: DbInteger;
  /** The times of the Record. */
  list_time: DbTime | null;
  create_time: DbTime;
  /** Ascending, of 4 bytes each; negative if nobody owns the run. */
  signed_ids: number[];
  /** Ids that do not fit into 4 bytes. */
  long_signed_ids: DbInteger[] | null;
}

export interface DbTokenKeysRow {
  id: number;
  bytes: Buffer;
}

export interface DbRenewalsRow {
  name: string;
  done_to: DbInteger;
}

export interface DbInstallationRow {
  id: number;
  name: string;
}

export interface DbCapturePointsRow {
  cluster: string;
  resource: string;
  resource_version: string;
  update_time: DbTime;
}

export interface DbCaptureOutagesRow {
  id: DbInteger;
  cluster: string;
  resource: string;
  from_time: DbTime;
  until_time: DbTime;
}

export interface DbUnfinishedRunsRow {
  cluster: string;
  capture_uid: string;
  kind: string;
  namespace: string;
  resource_version: DbInteger;
  update_time: DbTime;
  encoding: number;
  dictionary_id: number | null;
  bytes: Buffer;
}

export interface DbLeasesRow {
  name: string;
  holder: string;
  epoch: DbInteger;
  expire_time: DbTime;
}

export interface DbCaptureGapsRow {
  record_seq: DbInteger;
  what: string;
  reason: string;
  create_time: DbTime;
}

export interface DbStepLogsRow {
  id: DbInteger;
  record_seq: DbInteger | null;
  attempt: number;
  container: string;
  kind: string;
  step: string;
  position: number;
  pod_name: string;
  state: string;
  cause: string | null;
  reason: string | null;
  bytes: DbInteger;
  lines: DbInteger;
  lost_bytes: DbInteger;
  lost_lines: DbInteger;
  segments: number;
  first_line_time: DbTime | null;
  last_line_time: DbTime | null;
  resume_time: string | null;
  resume_lines: DbInteger | null;
  resume_hash: string | null;
  state_time: DbTime;
}

export interface DbLogSegmentsRow {
  id: DbInteger;
  log_id: DbInteger;
  number: number;
  driver: string;
  key: string;
  first_line: DbInteger;
  first_byte: DbInteger;
  lines: DbInteger;
  bytes: DbInteger;
  stored_bytes: DbInteger;
  members: string;
  lost: boolean | number;
}

export interface DbLogDiscardsRow {
  id: DbInteger;
  driver: string;
  key: string;
}

export interface DbLogObjectsRow {
  id: DbInteger;
  key: string | null;
  size: DbInteger;
  modified_time: DbTime;
}

export interface DbLogBlobsRow {
  object_id: DbInteger;
  number: number;
  bytes: Buffer;
}

export interface DbTombstonesRow {
  seq: DbInteger;
  cluster: string;
  run_uid: string;
  parent: string;
  result_name: string;
  record_name: string;
  data_type: string;
  kind: string;
  run_name: string;
  status: string;
  run_created_time: DbTime | null;
  run_start_time: DbTime | null;
  run_completion_time: DbTime | null;
  policy: string;
  removal_time: DbTime;
  gone_time: DbTime | null;
  resource_version: DbInteger;
  finalizers: string | null;
  encoding: number;
  dictionary_id: number | null;
  bytes: Buffer;
}

export interface DbPinsRow {
  cluster: string;
  run_uid: string;
  actor: string;
  reason: string;
  create_time: DbTime;
}

export interface DbRetentionJobsRow {
  id: DbInteger;
  trigger: string;
  actor: string | null;
  state: string;
  start_time: DbTime;
  end_time: DbTime | null;
  counts: string;
  problem: string | null;
}

/** Milliseconds since 1970 (UTC). */
export function fromDbTime(time: DbTime): number {
  return typeof time === 'number' ? time : time.getTime();
}

export function fromDbTimeOrNull(time: DbTime | null): number | undefined {
  return time === null ? undefined : fromDbTime(time);
}

/** knex turns a `Date` into what the column of either engine holds. */
export function toDbTime(ms: number): Date {
  return new Date(ms);
}

export function toDbTimeOrNull(ms: number | undefined): Date | null {
  return ms === undefined ? null : toDbTime(ms);
}
