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

import { GrpcCode, ResultsApiError } from './ResultsApiError';

const SEGMENT = /^[a-z0-9_-]{1,63}$/;
const RESULT_RULE =
  'name must match (^[a-z0-9_-]{1,63})/results/([a-z0-9_-]{1,63}$)';
const RECORD_RULE =
  'name must match (^[a-z0-9_-]{1,63})/results/([a-z0-9_-]{1,63})/records/([a-z0-9_-]{1,63}$)';

/** Stands for all parents, or all Results, in lists. */
const WILDCARD = '-';

type Params = Readonly<Record<string, string | undefined>>;

/**
 * What a part of a name narrows a list to: nothing, if it is the wildcard. As
 * upstream, any text is taken.
 */
export function parseParent(parent: string): string | undefined {
  if (parent.includes('\u0000')) {
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      'parent must not contain NUL',
    );
  }
  return parent.trim() === WILDCARD ? undefined : parent.trim();
}

/** The name of a Result in a path. */
export function parseResultName(params: Params) {
  const { parent = '', result = '' } = params;
  if (!SEGMENT.test(parent) || !SEGMENT.test(result)) {
    throw new ResultsApiError(GrpcCode.InvalidArgument, RESULT_RULE);
  }
  return { parent, result };
}

/** The name of a Record in a path. */
export function parseRecordName(params: Params) {
  const { parent = '', result = '', record = '' } = params;
  if (![parent, result, record].every(part => SEGMENT.test(part))) {
    throw new ResultsApiError(GrpcCode.InvalidArgument, RECORD_RULE);
  }
  return { parent, result, record };
}
