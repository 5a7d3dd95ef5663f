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

/**
 * Reads answers as upstream's CLI does: a field that its messages do not have is
 * an error, and so is a value of another type.
 */

type Check<T> = (value: unknown, path: string) => T;

/** A Record as the CLI reads it. */
export interface DecodedRecord {
  readonly name?: string;
  readonly uid?: string;
  readonly data?: { readonly type?: string; readonly value?: Buffer };
}

const text: Check<string> = (value, path) => {
  if (typeof value !== 'string') {
    throw new Error(`${path} is no text: ${JSON.stringify(value)}`);
  }
  return value;
};

/** RFC 3339 in UTC, with 0, 3, 6 or 9 digits of a second. */
const time: Check<string> = (value, path) => {
  const given = text(value, path);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{3}){1,3})?Z$/.test(given)) {
    throw new Error(`${path} is no time: ${given}`);
  }
  return given;
};

const bytes: Check<Buffer> = (value, path) => {
  const given = text(value, path);
  const decoded = Buffer.from(given, 'base64');
  if (decoded.toString('base64') !== given) {
    throw new Error(`${path} is no base64 with padding`);
  }
  return decoded;
};

const status: Check<unknown> = (value, path) => {
  if (!['SUCCESS', 'FAILURE', 'TIMEOUT', 'CANCELLED'].includes(String(value))) {
    throw new Error(`${path} is no status: ${JSON.stringify(value)}`);
  }
  return value;
};

const texts: Check<unknown> = (value, path) => {
  Object.entries(objectOf(value, path)).forEach(([key, entry]) =>
    text(entry, `${path}.${key}`),
  );
  return value;
};

const outputFields = {
  id: text,
  uid: text,
  etag: text,
  created_time: time,
  create_time: time,
  updated_time: time,
  update_time: time,
};

export const decodeRecord: Check<DecodedRecord> = message({
  ...outputFields,
  name: text,
  data: message({ type: text, value: bytes }),
});

export const decodeResult = message({
  ...outputFields,
  name: text,
  annotations: texts,
  summary: message({
    record: text,
    type: text,
    start_time: time,
    end_time: time,
    status,
    annotations: texts,
  }),
});

export const decodeRecordList = message({
  records: listOf(decodeRecord),
  next_page_token: text,
});

export const decodeResultList = message({
  results: listOf(decodeResult),
  next_page_token: text,
});

function message<Fields extends Record<string, Check<unknown>>>(
  fields: Fields,
): Check<{ [Name in keyof Fields]?: ReturnType<Fields[Name]> }> {
  return (value, path) => {
    const decoded = Object.entries(objectOf(value, path)).map(
      ([key, entry]) => {
        if (!Object.hasOwn(fields, key)) {
          throw new Error(`unknown field "${key}" in ${path}`);
        }
        return [key, fields[key](entry, `${path}.${key}`)];
      },
    );
    return Object.fromEntries(decoded);
  };
}

/** Upstream leaves empty lists out. */
function listOf<T>(decode: Check<T>): Check<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) {
      throw new Error(`${path} is no list with something in it`);
    }
    return value.map((item, index) => decode(item, `${path}[${index}]`));
  };
}

function objectOf(value: unknown, path: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} is no object`);
  }
  return value;
}
