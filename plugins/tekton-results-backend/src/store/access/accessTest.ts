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

import { compileFilter, type CelValue } from '../../filter';
import type { AccessFilter } from '../AccessFilter';
import { PIPELINE_VARIABLE } from '../filters/recordVariables';
import type { StoredRun } from '../RunStore';
import { recordAccessExpression } from './accessExpression';

/** What accesses ask of a Record. */
export interface AccessSubject {
  readonly cluster: string;
  readonly parent: string;
  readonly dataType: string;
  /** By which a run is known. */
  readonly pipeline?: string;
  /** The stored object. */
  readonly payload: unknown;
}

/** Makes a test of an access: whether an object is within it. */
export function accessTest(
  access: AccessFilter,
): (subject: AccessSubject) => boolean {
  const matches = compileFilter(recordAccessExpression(access));
  return ({ cluster, parent, dataType, pipeline, payload }) => {
    const variables: Readonly<Record<string, unknown>> = {
      cluster,
      parent,
      data_type: dataType,
      [PIPELINE_VARIABLE]: pipeline,
      data: payload,
    };
    return matches(name => variables[name] as CelValue | undefined);
  };
}

/** Makes a test of an access: whether a run is within it. */
export function runAccessTest(
  access: AccessFilter,
): (run: StoredRun) => boolean {
  const isWithin = accessTest(access);
  return ({ summary, parent, dataType, payload }) => {
    const { cluster, pipeline } = summary;
    return isWithin({ cluster, parent, dataType, pipeline, payload });
  };
}
