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

/** Types of Records that tell of a log, as upstream's watchers post them, now and earlier. */
export const LOG_TYPES: readonly string[] = [
  'results.tekton.dev/v1alpha3.Log',
  'results.tekton.dev/v1alpha2.Log',
];

/** Type of the Records that hold the events of a run, as upstream names it. */
export const EVENT_LIST_TYPE = 'results.tekton.dev/v1.EventList';
