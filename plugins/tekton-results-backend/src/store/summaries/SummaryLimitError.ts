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

/** What a summary may not have too much of. */
export type SummaryLimit = 'objects' | 'time' | 'groups';

const MESSAGES: Record<SummaryLimit, string> = {
  objects:
    'the summary would have to read too many stored objects; narrow the parent, or the filter by what is known without them, such as data_type or a label',
  time: 'the summary takes too long; narrow the parent or the filter, such as by a label or a time',
  groups:
    'the summary has too many groups; choose a longer unit of time in group_by, or narrow the filter',
};

/** A summary that is not worked out, as a part of it would be wrong. */
export class SummaryLimitError extends Error {
  override name = 'SummaryLimitError' as const;

  constructor(readonly limit: SummaryLimit) {
    super(MESSAGES[limit]);
  }
}
