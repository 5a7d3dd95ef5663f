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
  dataPath,
  type Expression,
  type PathStep,
} from '../language/Expression';
import { parsePlainTime } from '../values/CelTimestamp';
import { floorDivide, NANOS_PER_MS } from '../values/nanos';

/** Between which times a value of the stored object must be for a filter to match. */
export interface RequiredTime {
  readonly path: readonly PathStep[];
  /** Ms since 1970 (UTC), inclusive; absent: no limit. */
  readonly from?: number;
  /** Ms since 1970 (UTC), inclusive; absent: no limit. */
  readonly until?: number;
}

const MIRRORED = {
  less: 'greater',
  lessOrEquals: 'greaterOrEquals',
  greater: 'less',
  greaterOrEquals: 'lessOrEquals',
  equals: 'equals',
} as const;

const CONVERSIONS = ['asText', 'asTimestamp', 'timestamp'];

/**
 * Which times an expression asks for with all of its conditions. Limits may be wider
 * than what it says, by less than a millisecond.
 */
export function requiredTimes(expression: Expression): RequiredTime[] {
  if (expression.kind === 'and') {
    return joined(expression.operands.flatMap(requiredTimes));
  }
  if (expression.kind !== 'call' || !isComparison(expression.name)) {
    return [];
  }
  const [a, b] = expression.args;
  return [
    limit(pathOf(a), expression.name, timeOf(b)),
    limit(pathOf(b), MIRRORED[expression.name], timeOf(a)),
  ].filter(time => time !== undefined);
}

function isComparison(name: string): name is keyof typeof MIRRORED {
  return Object.hasOwn(MIRRORED, name);
}

function limit(
  path: readonly PathStep[] | undefined,
  name: keyof typeof MIRRORED,
  nanos: bigint | undefined,
): RequiredTime | undefined {
  if (!path || nanos === undefined) {
    return undefined;
  }
  const from = Number(floorDivide(nanos, NANOS_PER_MS));
  const until = -Number(floorDivide(-nanos, NANOS_PER_MS));
  return {
    path,
    ...(name !== 'less' && name !== 'lessOrEquals' && { from }),
    ...(name !== 'greater' && name !== 'greaterOrEquals' && { until }),
  };
}

function pathOf(side: Expression): readonly PathStep[] | undefined {
  const isConversion = side.kind === 'call' && CONVERSIONS.includes(side.name);
  return dataPath(isConversion ? side.args[0] : side);
}

function timeOf(side: Expression): bigint | undefined {
  if (side.kind === 'timestamp') {
    return side.nanos;
  }
  return side.kind === 'literal' && typeof side.value === 'string'
    ? parsePlainTime(side.value)?.nanos
    : undefined;
}

function joined(times: readonly RequiredTime[]): RequiredTime[] {
  const byPath = new Map<string, RequiredTime>();
  for (const time of times) {
    const key = JSON.stringify(time.path);
    const { from = -Infinity, until = Infinity } = byPath.get(key) ?? {};
    const both = {
      from: Math.max(from, time.from ?? -Infinity),
      until: Math.min(until, time.until ?? Infinity),
    };
    byPath.set(key, {
      path: time.path,
      ...(both.from > -Infinity && { from: both.from }),
      ...(both.until < Infinity && { until: both.until }),
    });
  }
  return [...byPath.values()];
}
