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

/** What a filter is about. */
export type FilterSubject = 'records' | 'results';

/** A CEL type as the type checker spells it. */
export type VariableType =
  | 'dyn'
  | 'string'
  | 'int'
  | 'google.protobuf.Timestamp'
  | 'map<string, string>';

/** Names that filters on one kind of object can use. */
export interface FilterEnvironment {
  readonly variables: ReadonlyMap<string, VariableType>;
  readonly constants: ReadonlyMap<string, string | bigint>;
}

/** The numbers that the API gives the states of a Result. */
export const RESULT_STATUS_NUMBERS = {
  UNKNOWN: 0n,
  SUCCESS: 1n,
  FAILURE: 2n,
  TIMEOUT: 3n,
  CANCELLED: 4n,
} as const;

const RUN_TYPES = [
  ['PIPELINE_RUN', 'tekton.dev/v1.PipelineRun'],
  ['TASK_RUN', 'tekton.dev/v1.TaskRun'],
] as const;

const STATUS_ENUM = 'tekton.results.v1alpha2.RecordSummary.Status';

/**
 * What upstream's server declares, and `cluster`, which upstream does not know.
 *
 * @see https://github.com/tektoncd/results/tree/main/docs/api
 */
export const FILTER_ENVIRONMENTS: Readonly<
  Record<FilterSubject, FilterEnvironment>
> = {
  records: {
    variables: new Map<string, VariableType>([
      ['parent', 'string'],
      ['result_name', 'string'],
      ['name', 'string'],
      ['data_type', 'string'],
      ['data', 'dyn'],
      ['cluster', 'string'],
    ]),
    constants: new Map(RUN_TYPES),
  },
  results: {
    variables: new Map<string, VariableType>([
      ['parent', 'string'],
      ['uid', 'string'],
      ['annotations', 'map<string, string>'],
      ['summary.record', 'string'],
      ['summary.type', 'string'],
      ['summary.start_time', 'google.protobuf.Timestamp'],
      ['summary.end_time', 'google.protobuf.Timestamp'],
      ['summary.status', 'int'],
      ['summary.annotations', 'map<string, string>'],
      ['create_time', 'google.protobuf.Timestamp'],
      ['update_time', 'google.protobuf.Timestamp'],
      ['cluster', 'string'],
    ]),
    constants: new Map<string, string | bigint>([
      ...RUN_TYPES,
      ...Object.entries(RESULT_STATUS_NUMBERS),
      ...Object.entries(RESULT_STATUS_NUMBERS).map(
        ([name, number]) => [`${STATUS_ENUM}.${name}`, number] as const,
      ),
    ]),
  },
};

/**
 * The whole name of a Record. `name` in a filter stands for its last part, and
 * for this one where it is compared with a text that has a slash.
 */
export const FULL_NAME = '$full_name';
