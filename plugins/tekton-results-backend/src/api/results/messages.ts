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

import { z } from 'zod';
import { parseTimestamp } from './timestamp';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** In the order of their numbers. */
const STATUS_NAMES = [
  'UNKNOWN',
  'SUCCESS',
  'FAILURE',
  'TIMEOUT',
  'CANCELLED',
] as const;

const text = z.string().refine(isText);

const textMap = z.record(text, text);

const timestamp = z.string().transform((value, context) => {
  const time = parseTimestamp(value);
  if (!time) {
    context.issues.push({
      code: 'custom',
      input: value,
    });
    return z.NEVER;
  }
  return time;
});

const bytes = z
  .string()
  .transform(value => value.replaceAll(/[\r\n]/g, ''))
  .refine(isBase64)
  .transform(value => Buffer.from(value, 'base64'));

/** An unknown name is that of nothing; an unknown number is kept. */
const status = z.union([
  z
    .string()
    .transform(
      name => STATUS_NAMES.find(known => known === name) ?? STATUS_NAMES[0],
    ),
  z.int32().transform(number => STATUS_NAMES[number] ?? number),
]);

const outputFields = {
  id: text.optional(),
  uid: text.optional(),
  etag: text.optional(),
  created_time: timestamp.optional(),
  create_time: timestamp.optional(),
  updated_time: timestamp.optional(),
  update_time: timestamp.optional(),
};

const summarySchema = message({
  record: text.default(''),
  type: text.default(''),
  start_time: timestamp.optional(),
  end_time: timestamp.optional(),
  status: status.default('UNKNOWN'),
  annotations: textMap.default({}),
});

const resultSchema = message({
  ...outputFields,
  name: text.default(''),
  annotations: textMap.default({}),
  summary: summarySchema.optional(),
});

const recordSchema = message({
  ...outputFields,
  name: text.default(''),
  data: message({
    type: text.default(''),
    value: bytes.default(Buffer.alloc(0)),
  }).optional(),
});

export type ResultMessage = z.output<typeof resultSchema>;
export type RecordMessage = z.output<typeof recordSchema>;

/** Reads a Result from JSON as protobuf defines it. */
export function parseResultMessage(json: unknown): ResultMessage {
  return parse(resultSchema, json);
}

/** Reads a Record from JSON as protobuf defines it. */
export function parseRecordMessage(json: unknown): RecordMessage {
  return parse(recordSchema, json);
}

/** Half a character is none in UTF-8, and PostgreSQL refuses NUL. */
function isText(value: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(value);
}

/** In either alphabet, with padding or without. */
function isBase64(value: string): boolean {
  const digits = value.replace(/={1,2}$/, '');
  return (
    (!/[^A-Za-z0-9+/]/.test(digits) || !/[^A-Za-z0-9_-]/.test(digits)) &&
    digits.length % 4 !== 1 &&
    (digits === value || value.length % 4 === 0)
  );
}

/**
 * A message as protobuf's JSON form has it: fields in either spelling, null as
 * if it were absent, and fields that are not known ignored.
 */
function message<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    value => knownFields(value, Object.keys(shape)),
    z.object(shape),
  );
}

function knownFields(value: unknown, names: string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(
    names.flatMap(name => {
      const camelCase = name.replace(/_(.)/g, (_, letter) =>
        letter.toUpperCase(),
      );
      const field = given.get(name) ?? given.get(camelCase) ?? undefined;
      return field === undefined ? [] : [[name, field]];
    }),
  );
}

function parse<T extends z.ZodType>(schema: T, json: unknown): z.output<T> {
  const parsed = schema.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where =
      issue.path.length > 0 ? `field ${issue.path.join('.')}` : 'the message';
    const given = JSON.stringify(issue.input)?.slice(0, 100);
    throw new ResultsApiError(
      GrpcCode.InvalidArgument,
      `proto: ${
        issue.code === 'custom' ? issue.message : 'invalid value'
      } for ${where}: ${given}`,
    );
  }
  return parsed.data;
}
