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

import type { JsonObject, JsonValue } from '@backstage/types';
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';
import {
  CelError,
  CelMap,
  CelType,
  CelUint,
  type CelValue,
} from '../evaluation/CelValue';
import { CelDuration, parseDuration } from '../values/CelDuration';
import { CelTimestamp, parseTimestamp } from '../values/CelTimestamp';

/** A case of the conformance tests of the CEL project. */
export interface CelSpecCase {
  /** Such as `basic/self_eval_zeroish/self_eval_int_zero`. */
  readonly name: string;
  readonly text: string;
  readonly bindings: Readonly<Record<string, CelValue>>;
  /** `error`: there must be none. */
  readonly expected: CelValue | 'error';
}

/** A value that our filters cannot hold, such as a message. */
class ForeignValue extends Error {}

type Suite = typeof tests;

/**
 * All cases that ask for the value of an expression, and the names of those that
 * are about values that no filter can have.
 */
export function celSpecCases(): { cases: CelSpecCase[]; foreign: string[] } {
  const cases: CelSpecCase[] = [];
  const foreign: string[] = [];
  const visit = (suite: Suite, path: readonly string[]) => {
    for (const { original } of suite.tests ?? []) {
      const name = [...path, original.name ?? original.expr].join('/');
      try {
        const expected = expectedOf(original);
        if (expected !== undefined) {
          cases.push({
            name,
            text: original.expr,
            bindings: bindingsOf(original),
            expected,
          });
        }
      } catch (error) {
        if (!(error instanceof ForeignValue)) {
          throw error;
        }
        foreign.push(name);
      }
    }
    for (const inner of suite.suites ?? []) {
      visit(inner, [...path, inner.name]);
    }
  };
  visit(tests, []);
  return { cases, foreign };
}

function expectedOf(test: JsonObject): CelValue | 'error' | undefined {
  if (test.checkOnly || 'unknown' in test || 'anyUnknowns' in test) {
    return undefined;
  }
  if ('evalError' in test || 'anyEvalErrors' in test) {
    return 'error';
  }
  const typed = test.typedResult as JsonObject | undefined;
  const value = test.value ?? typed?.result;
  if (value !== undefined) {
    return valueOf(value as JsonObject);
  }
  // Without a matcher the expression must be true.
  return typed ? undefined : true;
}

function bindingsOf(test: JsonObject): Record<string, CelValue> {
  const bindings = (test.bindings ?? {}) as Record<string, JsonObject>;
  return Object.fromEntries(
    Object.entries(bindings).map(([name, { value }]) => {
      if (value === undefined) {
        throw new ForeignValue(name);
      }
      return [name, valueOf(value as JsonObject)];
    }),
  );
}

function valueOf(json: JsonObject): CelValue {
  const [[type, value] = ['nullValue', null]] = Object.entries(json);
  switch (type) {
    case 'nullValue':
      return null;
    case 'boolValue':
      return value === true;
    case 'int64Value':
      return BigInt(String(value));
    case 'uint64Value':
      return new CelUint(BigInt(String(value)));
    case 'doubleValue':
      return Number(value);
    case 'stringValue':
      return String(value);
    case 'bytesValue':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'typeValue':
      return new CelType(String(value));
    case 'listValue':
      return listOf(value, 'values').map(valueOf);
    case 'mapValue': {
      const map = CelMap.from(
        listOf(value, 'entries').map(entry => [
          valueOf(entry.key as JsonObject),
          valueOf(entry.value as JsonObject),
        ]),
      );
      if (map instanceof CelError) {
        throw new ForeignValue(map.message);
      }
      return map;
    }
    case 'objectValue':
      return wellKnown(value as JsonObject);
    default:
      throw new ForeignValue(type);
  }
}

function wellKnown(message: JsonObject): CelTimestamp | CelDuration {
  const text = String(message.value);
  const type = /\/google\.protobuf\.(\w+)$/.exec(String(message['@type']))?.[1];
  const parse = type === 'Timestamp' ? parseTimestamp : parseDuration;
  const parsed =
    type === 'Timestamp' || type === 'Duration' ? parse(text) : undefined;
  if (!parsed) {
    throw new ForeignValue(String(message['@type']));
  }
  return parsed;
}

function listOf(value: JsonValue | undefined, name: string): JsonObject[] {
  return ((value as JsonObject | undefined)?.[name] ?? []) as JsonObject[];
}
