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

import { toPostgresRegex } from '../regex/toPostgresRegex';
import type { DatePart } from '../values/datePart';
import type { Sql, SqlBinding } from './Condition';

/** The name under which regular expressions are registered with SQLite. */
export const SQLITE_MATCHES = 'tekton_results_matches';

/** How each engine says what CEL says. */
export interface Dialect {
  text(value: string): Sql;
  integer(value: number): Sql;
  time(ms: number): Sql;
  /** Ordered by code point. */
  comparable(text: Sql): Sql;
  contains(text: Sql, part: Sql): Sql;
  startsWith(text: Sql, part: Sql): Sql;
  endsWith(text: Sql, part: Sql): Sql;
  /** Undefined if the engine might answer otherwise than RE2. */
  matches(text: Sql, pattern: string): Sql | undefined;
  /** In code points. */
  size(text: Sql): Sql;
  integerAsText(value: Sql): Sql;
  /** A time as a whole number of ms since 1970 (UTC). */
  asMs(time: Sql): Sql;
  /** A time of a stored object as it is written there, such as `2026-01-31T23:59:59Z`. */
  timeAsText(time: Sql): Sql;
  /** A part of a time given in ms, as CEL counts it. */
  datePart(ms: Sql, part: DatePart): Sql;
  /** A text of a JSON object; null if there is none. */
  jsonValue(json: Sql, key: string): Sql;
}

/** Writes SQL: `sql`${a} = ${b}`` takes its parts with their bindings. */
export function sql(
  strings: TemplateStringsArray,
  ...parts: ReadonlyArray<Sql | { readonly value: SqlBinding }>
): Sql {
  const bindings: SqlBinding[] = [];
  let text = strings[0];
  parts.forEach((part, index) => {
    if ('value' in part) {
      text += '?';
      bindings.push(part.value);
    } else {
      text += part.text;
      bindings.push(...part.bindings);
    }
    text += strings[index + 1];
  });
  return { text, bindings };
}

/** Fragments with commas between them. */
export function commaList(parts: readonly Sql[]): Sql {
  return {
    text: parts.map(({ text }) => text).join(', '),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** A fragment that comes from code. */
function raw(text: string): Sql {
  return { text, bindings: [] };
}

const POSTGRES_PARTS: Record<DatePart, (time: Sql) => Sql> = {
  FullYear: time => sql`extract(year from ${time})::int`,
  Month: time => sql`(extract(month from ${time})::int - 1)`,
  Date: time => sql`extract(day from ${time})::int`,
  DayOfMonth: time => sql`(extract(day from ${time})::int - 1)`,
  DayOfWeek: time => sql`extract(dow from ${time})::int`,
  DayOfYear: time => sql`(extract(doy from ${time})::int - 1)`,
  Hours: time => sql`extract(hour from ${time})::int`,
  Minutes: time => sql`extract(minute from ${time})::int`,
  Seconds: time => sql`floor(extract(second from ${time}))::int`,
  Milliseconds: time =>
    sql`(floor(extract(milliseconds from ${time}))::int % 1000)`,
};

export const POSTGRES: Dialect = {
  text: value => sql`${{ value }}::text`,
  integer: value => sql`${{ value }}::bigint`,
  time: ms => sql`${{ value: new Date(ms) }}::timestamptz`,
  comparable: text => sql`(${text} collate "C")`,
  contains: (text, part) => sql`(position(${part} in ${text}) > 0)`,
  startsWith: (text, part) => sql`starts_with(${text}, ${part})`,
  endsWith: (text, part) =>
    sql`(right(${text}, char_length(${part})) = ${part})`,
  matches(text, pattern) {
    const translated = toPostgresRegex(pattern);
    return translated === undefined
      ? undefined
      : sql`((${text} collate "C") ~ ${{ value: translated }}::text)`;
  },
  size: text => sql`char_length(${text})`,
  integerAsText: value => sql`(${value})::text`,
  asMs: time => sql`round(extract(epoch from ${time}) * 1000)::bigint`,
  timeAsText: time =>
    sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
  datePart: (ms, part) =>
    POSTGRES_PARTS[part](
      sql`(to_timestamp(${ms} / 1000.0) at time zone 'UTC')`,
    ),
  jsonValue: (json, key) => sql`((${json})::jsonb ->> ${{ value: key }}::text)`,
};

/** `strftime` takes whole seconds; the integer division rounds down. */
const seconds = (ms: Sql) =>
  sql`((${ms} - ((${ms} % 1000) + 1000) % 1000) / 1000)`;
const format = (ms: Sql, specifier: string) =>
  sql`cast(strftime(${raw(`'${specifier}'`)}, ${seconds(
    ms,
  )}, 'unixepoch') as integer)`;

const SQLITE_PARTS: Record<DatePart, (ms: Sql) => Sql> = {
  FullYear: ms => format(ms, '%Y'),
  Month: ms => sql`(${format(ms, '%m')} - 1)`,
  Date: ms => format(ms, '%d'),
  DayOfMonth: ms => sql`(${format(ms, '%d')} - 1)`,
  DayOfWeek: ms => format(ms, '%w'),
  DayOfYear: ms => sql`(${format(ms, '%j')} - 1)`,
  Hours: ms => format(ms, '%H'),
  Minutes: ms => format(ms, '%M'),
  Seconds: ms => format(ms, '%S'),
  Milliseconds: ms => sql`(((${ms} % 1000) + 1000) % 1000)`,
};

export const SQLITE: Dialect = {
  text: value => sql`${{ value }}`,
  // Its driver binds all numbers as doubles, which divide otherwise.
  integer: value => sql`cast(${{ value }} as integer)`,
  time: ms => sql`${{ value: ms }}`,
  comparable: text => text,
  contains: (text, part) => sql`(instr(${text}, ${part}) > 0)`,
  startsWith: (text, part) =>
    sql`(substr(${text}, 1, length(${part})) = ${part})`,
  endsWith: (text, part) =>
    sql`(length(${text}) >= length(${part}) and substr(${text}, length(${text}) - length(${part}) + 1) = ${part})`,
  matches: (text, pattern) =>
    sql`(${raw(SQLITE_MATCHES)}(${{ value: pattern }}, ${text}) = 1)`,
  size: text => sql`length(${text})`,
  integerAsText: value => sql`cast(${value} as text)`,
  asMs: time => time,
  timeAsText: time =>
    sql`strftime('%Y-%m-%dT%H:%M:%SZ', ${seconds(time)}, 'unixepoch')`,
  datePart: (ms, part) => SQLITE_PARTS[part](ms),
  jsonValue: (json, key) =>
    sql`(select value from json_each(${json}) where key = ${{ value: key }})`,
};
