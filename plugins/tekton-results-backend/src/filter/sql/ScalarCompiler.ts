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

import { FULL_NAME } from '../language/environments';
import {
  dataPath,
  type Expression,
  type ExpressionOf,
} from '../language/Expression';
import type { DatePart } from '../values/datePart';
import { NANOS_PER_MS } from '../values/nanos';
import { fixedOffsetMinutes } from '../values/timeZones';
import type { Sql } from './Condition';
import { sql, type Dialect } from './Dialect';
import type { FilterColumn, FilterSchema } from './FilterSchema';
import { MAX_EXACT, integerArithmetic } from './integers';
import {
  derived,
  ofColumn,
  only,
  type Scalar,
  type ScalarBase,
} from './Scalar';

const MAX_TEXT_SIZE = 2 ** 30;
/** Constants beyond these could take a time out of CEL's range. */
const MAX_DURATION_MS = 100 * 366 * 86_400_000;
const MIN_TIME_MS = Date.UTC(1800, 0, 1);
const MAX_TIME_MS = Date.UTC(2400, 0, 1);

const PART_BOUNDS: Record<DatePart, readonly [number, number]> = {
  FullYear: [0, 10_000],
  Month: [0, 11],
  Date: [1, 31],
  DayOfMonth: [0, 30],
  DayOfWeek: [0, 6],
  DayOfYear: [0, 365],
  Hours: [0, 23],
  Minutes: [0, 59],
  Seconds: [0, 59],
  Milliseconds: [0, 999],
};

/** Turns expressions into values in SQL, where both engines agree with CEL. */
export class ScalarCompiler {
  constructor(
    private readonly schema: FilterSchema,
    private readonly dialect: Dialect,
  ) {}

  /** Undefined if there is no SQL for it. */
  compile(expression: Expression): Scalar | undefined {
    switch (expression.kind) {
      case 'literal':
        return this.constant(expression.value);
      case 'timestamp': {
        const ms = wholeMs(expression.nanos);
        return ms === undefined || ms < MIN_TIME_MS || ms > MAX_TIME_MS
          ? undefined
          : {
              ...this.plain(this.dialect.time(ms)),
              type: 'time',
              constant: ms,
              column: false,
            };
      }
      case 'duration': {
        const ms = wholeMs(expression.nanos);
        return ms === undefined || Math.abs(ms) > MAX_DURATION_MS
          ? undefined
          : {
              ...this.plain(this.dialect.integer(ms)),
              type: 'duration',
              constant: ms,
            };
      }
      case 'variable':
        return this.variable(expression.name);
      case 'select':
        return this.select(expression);
      case 'call':
        return this.call(expression);
      default:
        return undefined;
    }
  }

  /** The column of a path into the stored object. */
  pathColumn(expression: Expression): FilterColumn | undefined {
    const path = dataPath(expression);
    return path && this.schema.path(path);
  }

  private constant(value: unknown): Scalar | undefined {
    if (typeof value === 'string' && !value.includes('\u0000')) {
      return {
        ...this.plain(this.dialect.text(value)),
        type: 'text',
        constant: value,
      };
    }
    if (typeof value === 'bigint' && Math.abs(Number(value)) <= MAX_EXACT) {
      const number = Number(value);
      return {
        ...this.plain(this.dialect.integer(number)),
        type: 'int',
        bounds: [number, number],
        constant: number,
      };
    }
    return undefined;
  }

  private variable(name: string): Scalar | undefined {
    if (name === FULL_NAME) {
      const parts = ['parent', 'result_name', 'name'].map(
        part => this.schema.variable(part)?.sql,
      );
      const text = `(${parts[0]} || '/results/' || ${parts[1]} || '/records/' || ${parts[2]})`;
      return { ...this.plain({ text, bindings: [] }), type: 'text' };
    }
    const column = this.schema.variable(name);
    return column && ofColumn(column, column.rounded === true);
  }

  private select(expression: ExpressionOf<'select'>): Scalar | undefined {
    const { operand, key } = expression;
    if (
      operand.kind !== 'variable' ||
      key.kind !== 'literal' ||
      typeof key.value !== 'string' ||
      key.value.includes('\u0000')
    ) {
      return undefined;
    }
    const column = this.schema.variable(operand.name);
    return column?.type === 'json'
      ? {
          ...this.plain(
            this.dialect.jsonValue(
              { text: column.sql, bindings: [] },
              key.value,
            ),
          ),
          type: 'text',
        }
      : undefined;
  }

  private call(expression: ExpressionOf<'call'>): Scalar | undefined {
    const { name, args } = expression;
    switch (name) {
      case 'asText':
        return this.pathText(args[0]);
      case 'asTimestamp':
      case 'asTemporal':
        return this.pathTime(args[0]);
      case 'timestamp':
        return this.pathTime(args[0]) ?? only('time', this.compile(args[0]));
      case 'duration':
        return only('duration', this.compile(args[0]));
      case 'string':
        return this.string(args[0]);
      case 'dyn':
        return this.compile(args[0]);
      case 'size':
        return this.size(args[0]);
      case 'jsonSubtract':
        return this.timeDifference(
          this.pathTime(args[0]),
          this.pathTime(args[1]),
        );
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
      case 'modulo':
        return this.arithmetic(
          name,
          this.compile(args[0]),
          this.compile(args[1]),
        );
      case 'negate': {
        const operand = only('int', this.compile(args[0]));
        return (
          operand && {
            ...derived(sql`(- ${operand.sql})`, operand),
            type: 'int',
            bounds: [-operand.bounds[1], -operand.bounds[0]],
          }
        );
      }
      default:
        return name.startsWith('get')
          ? this.datePart(name.slice('get'.length) as DatePart, args)
          : undefined;
    }
  }

  private pathText(operand: Expression): Scalar | undefined {
    const column = this.pathColumn(operand);
    if (column?.type === 'text') {
      return ofColumn(column, true);
    }
    if (column?.type === 'time') {
      return {
        sql: this.dialect.timeAsText({ text: column.sql, bindings: [] }),
        promoted: true,
        type: 'text',
      };
    }
    return only('text', this.compile(operand));
  }

  private pathTime(operand: Expression): Scalar | undefined {
    const column = this.pathColumn(operand);
    return column?.type === 'time' ? ofColumn(column, true) : undefined;
  }

  private string(operand: Expression): Scalar | undefined {
    const column = this.pathColumn(operand);
    if (column) {
      return this.pathText(operand);
    }
    const scalar = this.compile(operand);
    if (scalar?.type === 'int') {
      return {
        ...derived(this.dialect.integerAsText(scalar.sql), scalar),
        type: 'text',
      };
    }
    return only('text', scalar);
  }

  private size(operand: Expression): Scalar | undefined {
    const text =
      this.pathColumn(operand) !== undefined
        ? this.pathText(operand)
        : only('text', this.compile(operand));
    return (
      text && {
        ...derived(this.dialect.size(text.sql), text),
        type: 'int',
        bounds: [0, MAX_TEXT_SIZE],
      }
    );
  }

  private datePart(
    part: DatePart,
    [operand, zone]: readonly Expression[],
  ): Scalar | undefined {
    const time = only('time', this.compile(operand));
    const offset = zoneOffset(zone);
    if (!time || offset === undefined) {
      return undefined;
    }
    const ms = sql`(${this.ms(time)} + ${this.dialect.integer(
      offset * 60_000,
    )})`;
    return {
      ...derived(this.dialect.datePart(ms, part), time),
      type: 'int',
      bounds: PART_BOUNDS[part],
    };
  }

  private arithmetic(
    name: 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo',
    left: Scalar | undefined,
    right: Scalar | undefined,
  ): Scalar | undefined {
    if (!left || !right) {
      return undefined;
    }
    if (left.type === 'text' && right.type === 'text' && name === 'add') {
      return {
        ...derived(sql`(${left.sql} || ${right.sql})`, left, right),
        type: 'text',
      };
    }
    if (left.type === 'int' && right.type === 'int') {
      return integerArithmetic(name, left, right);
    }
    return this.timeArithmetic(name, left, right);
  }

  private timeArithmetic(
    name: string,
    left: Scalar,
    right: Scalar,
  ): Scalar | undefined {
    if (name === 'subtract' && right.type === 'time') {
      return this.timeDifference(left, right);
    }
    const [time, duration] =
      left.type === 'time' || name === 'subtract'
        ? [left, right]
        : [right, left];
    // Only constants are known to stay in CEL's range.
    if (
      time.type !== 'time' ||
      duration.type !== 'duration' ||
      duration.constant === undefined
    ) {
      return undefined;
    }
    const by = name === 'subtract' ? -duration.constant : duration.constant;
    return name === 'add' || name === 'subtract'
      ? {
          ...derived(
            sql`(${this.ms(time)} + ${this.dialect.integer(by)})`,
            time,
          ),
          type: 'time',
          column: false,
        }
      : undefined;
  }

  private timeDifference(
    left: Scalar | undefined,
    right: Scalar | undefined,
  ): Scalar | undefined {
    return left?.type === 'time' && right?.type === 'time'
      ? {
          ...derived(sql`(${this.ms(left)} - ${this.ms(right)})`, left, right),
          type: 'duration',
        }
      : undefined;
  }

  /** A time as ms since 1970 (UTC). */
  ms(time: Scalar & { type: 'time' }): Sql {
    if (time.constant !== undefined) {
      return this.dialect.integer(time.constant);
    }
    return time.column ? this.dialect.asMs(time.sql) : time.sql;
  }

  private plain(text: Sql): ScalarBase {
    return { sql: text, promoted: false };
  }
}

function wholeMs(nanos: bigint): number | undefined {
  return nanos % NANOS_PER_MS === 0n ? Number(nanos / NANOS_PER_MS) : undefined;
}

/** Minutes east of UTC; undefined for a zone with summer time. */
function zoneOffset(zone: Expression | undefined): number | undefined {
  if (!zone) {
    return 0;
  }
  return zone.kind === 'literal' && typeof zone.value === 'string'
    ? fixedOffsetMinutes(zone.value)
    : undefined;
}
