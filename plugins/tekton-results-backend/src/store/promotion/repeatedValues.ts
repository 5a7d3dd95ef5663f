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
import type { DbRecordsRow } from '../tables';
import { isStorableText } from './columnValues';

/**
 * Stands for what another column holds, as that takes less room than to say it twice.
 * No label and no URL is or begins like it.
 */
export const SAME = '=';

type UrlColumns = Pick<
  DbRecordsRow,
  'source_url' | 'source_repository' | 'source_revision'
>;
type LabelColumns = Pick<
  DbRecordsRow,
  'label_pipeline_run_uid' | 'owner_run_uid'
>;

/**
 * The columns of a Record in which nothing is said twice:
 *
 * - `label_pipeline_run_uid` is {@link SAME} where it is `owner_run_uid`
 * - `source_url` begins with {@link SAME} in place of `source_repository`, and then may
 *   end with it in place of `source_revision`: see {@link sourceUrl}
 */
export function withoutRepeats<Columns extends UrlColumns & LabelColumns>(
  columns: Columns,
): Columns {
  return {
    ...columns,
    label_pipeline_run_uid: shortLabel(columns),
    source_url: shortUrl(columns),
  };
}

/** The URL that the columns of a stored Record say. */
export function sourceUrl(stored: UrlColumns): string | null {
  const { source_url: url } = stored;
  if (!url?.startsWith(SAME)) {
    return url;
  }
  const rest = url.slice(SAME.length);
  const repository = stored.source_repository ?? '';
  return rest.endsWith(SAME)
    ? repository + rest.slice(0, -SAME.length) + (stored.source_revision ?? '')
    : repository + rest;
}

function shortLabel(columns: LabelColumns): string | null {
  const { label_pipeline_run_uid: label, owner_run_uid: owner } = columns;
  if (label === SAME) {
    return null;
  }
  return label !== null && label === owner ? SAME : label;
}

function shortUrl(columns: UrlColumns): string | null {
  const { source_url: url, source_repository: repository } = columns;
  if (!url || url.startsWith(SAME)) {
    return null;
  }
  if (!repository || !url.startsWith(repository)) {
    return url;
  }
  const rest = shortRest(url.slice(repository.length), columns);
  // A character may have been cut in two.
  return rest !== undefined && isStorableText(rest) ? SAME + rest : url;
}

/** @returns undefined if it would be taken for another one */
function shortRest(
  rest: string,
  { source_revision: revision }: UrlColumns,
): string | undefined {
  if (revision && rest.endsWith(revision)) {
    return rest.slice(0, -revision.length) + SAME;
  }
  return rest.endsWith(SAME) ? undefined : rest;
}
