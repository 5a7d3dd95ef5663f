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

import { formatRecord } from '../../src/api/results/format';
import { pageTexts } from '../../src/api/results/sendPage';
import type { ListRecordsOptions, Stores } from '../../src/store';

/**
 * Lists Records up to the text of the answer, as the Results API does for a client
 * that takes it at once.
 *
 * @returns how many
 */
export async function answerRecords(
  { results }: Stores,
  options: ListRecordsOptions,
): Promise<number> {
  const { items } = await results.listRecords(options);
  const page = { field: 'records', items, format: formatRecord };
  let length = 0;
  for await (const text of pageTexts(page, new Map())) {
    length += text.length;
  }
  return length > 0 ? items.length : 0;
}
