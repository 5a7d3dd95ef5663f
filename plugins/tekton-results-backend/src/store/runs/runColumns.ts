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

import type { RunField } from 'backstage-plugin-tekton-results-common';
import type { DbRecordsRow } from '../tables';

/** Where the fields are that lists are narrowed by. */
export const FIELD_COLUMNS = {
  pipeline: 'pipeline',
  task: 'task',
  branch: 'source_branch',
  author: 'source_author',
  trigger: 'source_trigger',
  repository: 'source_repository',
  pullRequest: 'source_pull_request',
  revision: 'source_revision',
  reason: 'reason',
} as const satisfies Record<RunField, keyof DbRecordsRow>;

/** Fields to which an index leads, in the order of lists by start. */
export const INDEXED_FIELDS: readonly RunField[] = ['pipeline', 'revision'];
