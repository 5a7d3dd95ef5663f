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

import {
  compileFilter,
  FULL_NAME,
  hasEscapes,
  mayHold,
  requiredText,
  type CelValue,
  type Expression,
} from '../../filter';
import type { PayloadReader } from '../payloads';
import { PIPELINE_VARIABLE, type RecordVariables } from './recordVariables';
import type { ResidualTask } from './residualTask';

type TaskRow = ResidualTask['rows'][number];

/** Which rows of a task match: 1 for each that does. */
export function evaluateTask(
  task: ResidualTask,
  payloads: Pick<PayloadReader, 'decodeText'>,
): Uint8Array {
  const askWhole = question(task.whole);
  const askResidual = task.residual
    ? question(task.residual)
    : { matches: () => true, required: undefined };
  return Uint8Array.from(task.rows, row => {
    const { matches, required } = row.askWhole ? askWhole : askResidual;
    const json = textOf(row, task.bytes, payloads);
    if (json && required && !mayHold(json, required) && !hasEscapes(json)) {
      return 0;
    }
    let data: { value: CelValue | undefined } | undefined;
    const readData = () => {
      data ??= { value: json && JSON.parse(json.toString('utf8')) };
      return data.value;
    };
    return matches(name =>
      name === 'data' ? readData() : variableOf(name, row.variables),
    )
      ? 1
      : 0;
  });
}

function question(expression: Expression) {
  return {
    matches: compileFilter(expression),
    required: requiredText(expression),
  };
}

function textOf(
  { payload }: TaskRow,
  bytes: Uint8Array,
  payloads: Pick<PayloadReader, 'decodeText'>,
): Buffer | undefined {
  return (
    payload &&
    payloads.decodeText({
      encoding: payload.encoding,
      dictionary_id: payload.dictionaryId,
      bytes: Buffer.from(
        bytes.buffer,
        bytes.byteOffset + payload.start,
        payload.end - payload.start,
      ),
    })
  );
}

function variableOf(
  name: string,
  variables: RecordVariables,
): CelValue | undefined {
  switch (name) {
    case FULL_NAME:
      return `${variables.parent}/results/${variables.result_name}/records/${variables.name}`;
    case 'cluster':
    case 'parent':
    case 'result_name':
    case 'name':
    case 'data_type':
    case PIPELINE_VARIABLE:
      return variables[name];
    default:
      return undefined;
  }
}
