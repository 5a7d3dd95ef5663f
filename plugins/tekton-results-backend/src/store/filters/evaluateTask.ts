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

import type { JsonValue } from '@backstage/types';
import { compileFilter, FULL_NAME, type CelValue } from '../../filter';
import type { PayloadCodec } from '../payloads';
import type { RecordVariables, ResidualTask } from './residualTask';

/** Which rows of a task match: 1 for each that does. */
export function evaluateTask(
  task: ResidualTask,
  payloads: Pick<PayloadCodec, 'decode'>,
): Uint8Array {
  const askWhole = compileFilter(task.whole);
  const askResidual = task.residual ? compileFilter(task.residual) : () => true;
  return Uint8Array.from(task.rows, row => {
    const { payload } = row;
    const data = lazy(
      () =>
        payload &&
        payloads.decode({
          encoding: payload.encoding,
          dictionary_id: payload.dictionaryId,
          bytes: Buffer.from(
            task.bytes.buffer,
            task.bytes.byteOffset + payload.start,
            payload.end - payload.start,
          ),
        }),
    );
    const ask = row.askWhole ? askWhole : askResidual;
    return ask(name => valueOf(name, row.variables, data)) ? 1 : 0;
  });
}

function valueOf(
  name: string,
  variables: RecordVariables,
  data: () => JsonValue | undefined,
): CelValue | undefined {
  switch (name) {
    case 'data':
      return data() as CelValue | undefined;
    case FULL_NAME:
      return `${variables.parent}/results/${variables.result_name}/records/${variables.name}`;
    case 'cluster':
    case 'parent':
    case 'result_name':
    case 'name':
    case 'data_type':
      return variables[name];
    default:
      return undefined;
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
