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

import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { issueProblems, type ConfigProblem } from './settings';

const MIB = 1024 * 1024;
const DEFAULT_FORWARDER_DELAY_MS = 10 * 60_000;

const textOf = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? 'must be given' : 'must be a text',
};
const text = z.string(textOf).trim().min(1, 'must not be empty');

function duration(defaultMs: number, options: { above0?: boolean } = {}) {
  return z
    .unknown()
    .optional()
    .transform((value, context) => {
      if (value === undefined) {
        return defaultMs;
      }
      try {
        const ms = durationToMilliseconds(
          readDurationFromConfig(
            new ConfigReader({ duration: value } as JsonObject),
            { key: 'duration' },
          ),
        );
        if (options.above0 ? ms > 0 : ms >= 0) {
          return ms;
        }
      } catch {
        // The issue says what is right.
      }
      context.addIssue({
        code: 'custom',
        message: `must be a duration${
          options.above0 ? ' above 0' : ''
        }, such as '10m' or { minutes: 10 }`,
      });
      return z.NEVER;
    });
}

function count(fallback: number, max: number) {
  return z
    .number(`must be a whole number from 1 to ${max}`)
    .int(`must be a whole number from 1 to ${max}`)
    .min(1, `must be a whole number from 1 to ${max}`)
    .max(max, `must be a whole number from 1 to ${max}`)
    .default(fallback);
}

/** What servers of logs are reached with. */
const serverSettings = {
  url: text.pipe(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  ),
  token: text.optional(),
  tokenFile: text.optional(),
  username: text.optional(),
  password: text.optional(),
  caFile: text.optional(),
  skipTLSVerify: z.boolean('must be true or false').default(false),
  timeout: duration(30_000, { above0: true }),
  forwarderDelay: duration(DEFAULT_FORWARDER_DELAY_MS),
  maxBytes: count(256 * MIB, 64 * 1024 * MIB),
};

const lokiSchema = z.strictObject({
  type: z.literal('loki'),
  ...serverSettings,
  tenant: text.optional(),
  labels: z
    .record(
      z
        .string()
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a label'),
      z.string(textOf),
    )
    .default({ log_type: 'application' }),
  namespaceLabel: z
    .string(textOf)
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a label')
    .default('kubernetes_namespace_name'),
  fields: z
    .strictObject({
      uid: text.default('kubernetes.labels.tekton_dev_taskRunUID'),
      pod: text.default('kubernetes.pod_name'),
      container: text.default('kubernetes.container_name'),
      message: text.default('message'),
    })
    .prefault({}),
  pageSize: count(1_700, 100_000),
});

const splunkField = text.regex(
  /^[A-Za-z_][A-Za-z0-9_.:-]*$/,
  'must be the name of a field: letters, digits and . _ : -',
);

const splunkSchema = z.strictObject({
  type: z.literal('splunk'),
  ...serverSettings,
  index: text.regex(
    /^[a-z0-9_][a-z0-9_-]*$/,
    'must be the name of an index, without wildcards',
  ),
  fields: z
    .strictObject({
      uid: splunkField.default('kubernetes.labels.tekton_dev_taskRunUID'),
      namespace: splunkField.default('kubernetes.namespace_name'),
      pod: splunkField.default('kubernetes.pod_name'),
      container: splunkField.default('kubernetes.container_name'),
      messages: z
        .array(splunkField, 'must be a list of fields')
        .min(1, 'must not be empty')
        .default(['message', 'structured.msg']),
    })
    .prefault({}),
  searchTimeout: duration(60_000, { above0: true }),
  pageSize: count(10_000, 50_000),
});

const PLACEHOLDERS = ['namespace', 'result', 'record', 'name', 'uid'];

/**
 * Whether no other run has the path of one. Where a value were a piece of a part,
 * who may write a Record could choose its name so that both make the path of
 * another.
 */
function identifiesRun(path: string): boolean {
  const parts = path
    .split('/')
    .map(part => /^\{\{\s*(\w+)\s*\}\}$/.exec(part)?.[1]);
  return (
    parts.includes('namespace') &&
    (parts.includes('record') || parts.includes('uid'))
  );
}

const blobSchema = z.strictObject({
  type: z.literal('blob'),
  forwarderDelay: duration(DEFAULT_FORWARDER_DELAY_MS),
  driver: text.refine(name => !['database', 'filesystem'].includes(name), {
    error:
      'must be that of an object store, such as s3, gcs or azure: database and filesystem read only what the plugin wrote',
  }),
  settings: z.record(z.string(), z.unknown()).optional(),
  path: text
    .superRefine((path, context) => {
      const used = [...path.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(
        ([, name]) => name,
      );
      const unknown = used.find(name => !PLACEHOLDERS.includes(name));
      if (unknown !== undefined) {
        context.addIssue({
          code: 'custom',
          message: `must not have {{${unknown}}}; it may have ${PLACEHOLDERS.map(
            name => `{{${name}}}`,
          ).join(', ')}`,
        });
      } else if (!identifiesRun(path)) {
        context.addIssue({
          code: 'custom',
          message:
            'must have {{namespace}}, and {{record}} or {{uid}}, each as a whole part between slashes',
        });
      }
    })
    .default('/{{namespace}}/{{result}}/{{record}}/'),
  multipart: text
    .transform((pattern, context) => {
      try {
        return RE2JS.compile(pattern);
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be a regular expression (RE2)',
        });
        return z.NEVER;
      }
    })
    .optional(),
});

const readerSchema = z
  .discriminatedUnion('type', [lokiSchema, splunkSchema, blobSchema], {
    error: 'must be loki, splunk or blob',
  })
  .superRefine((reader, context) => {
    if (reader.type === 'blob') {
      return;
    }
    const { token, tokenFile, username, password } = reader;
    if (
      [token, tokenFile, username].filter(value => value !== undefined).length >
      1
    ) {
      context.addIssue({
        code: 'custom',
        path: ['token'],
        message: 'give one of token, tokenFile and username',
      });
    }
    if ((username === undefined) !== (password === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['username'],
        message: 'must go with password',
      });
    }
  });

/** Logs in a Loki. Durations are in milliseconds. */
export type LokiReaderConfig = z.output<typeof lokiSchema>;
/** Logs in a Splunk. Durations are in milliseconds. */
export type SplunkReaderConfig = z.output<typeof splunkSchema>;
/** Logs in files of an object store, which a log driver reads. */
export type BlobReaderConfig = z.output<typeof blobSchema>;

/** Where the logs of a cluster are, if others keep them. */
export type LogReaderConfig =
  | LokiReaderConfig
  | SplunkReaderConfig
  | BlobReaderConfig
  /** Somebody meant to say it, but did not rightly. */
  | { readonly type: 'mistaken'; readonly message: string };

/**
 * Reads `clusters[].logs.reader`. With a mistake in it no logs are captured, as
 * others keep them, and reading them fails with the reason.
 */
export function readLogReaderConfig(
  section: unknown,
  options: { path: string; problems: ConfigProblem[] },
): LogReaderConfig {
  const parsed = readerSchema.safeParse(section, { error: wordsOf });
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.flatMap(issue =>
    issueProblems(issue, options.path),
  );
  options.problems.push(...problems);
  const [{ path, message }] = problems;
  return { type: 'mistaken', message: `${path} ${message}` };
}

/** What is said where the schema says nothing itself. */
function wordsOf(issue: { code: string; expected?: unknown }): string {
  const isObject = issue.expected === 'object' || issue.expected === 'record';
  return isObject ? 'must be an object' : 'is not valid';
}
