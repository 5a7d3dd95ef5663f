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

import type { Config } from '@backstage/config';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { readLogReaderConfig, type LogReaderConfig } from './logReadersConfig';
import {
  isObject,
  issueProblems,
  SettingsReader,
  type ConfigProblem,
} from './settings';

/** What is replaced in logs before they are stored. */
export interface RedactionRule {
  readonly regex: RE2JS;
  /** One line; `$1` stands for what the first group found, and `$$` for `$`. */
  readonly replacement: string;
}

/** Which logs are captured, and how. */
export interface LogCaptureConfig {
  /** After which time running steps are read, at first. */
  readonly intervalMs: number;
  readonly sidecars: boolean;
  readonly initContainers: boolean;
  /** How many logs of a cluster are read at once. */
  readonly concurrency: number;
}

/** How logs are kept. */
export interface LogsConfig {
  /** Whether logs are captured. Those that are stored are read in any case. */
  readonly enabled: boolean;
  /** Name of the driver that keeps new logs. */
  readonly driver: string;
  /** With the settings of drivers, by their names. */
  readonly drivers?: Config;
  readonly capture: LogCaptureConfig;
  /** Of a step; what is longer is not stored. */
  readonly maxBytes: number;
  readonly redact: readonly RedactionRule[];
}

/** How the logs of one cluster are kept. */
export interface ClusterLogsConfig {
  readonly enabled: boolean;
  readonly capture: LogCaptureConfig;
  /** Where its logs are, if others keep them; then none are captured. */
  readonly reader?: LogReaderConfig;
}

const GIB = 1024 * 1024 * 1024;
const MAX_LOG_BYTES = 16 * GIB;
const MAX_INTERVAL_MS = 60 * 60 * 1000;

export const DEFAULT_LOGS_CONFIG: LogsConfig = {
  enabled: true,
  driver: 'database',
  drivers: undefined,
  capture: {
    intervalMs: 60_000,
    sidecars: false,
    initContainers: false,
    concurrency: 8,
  },
  maxBytes: GIB / 4,
  redact: [],
};

/** In what is put in place of a match: a group, or a dollar sign. */
export const GROUP_REFERENCE = /\$(\$|\d)/g;

const DEFAULT_REPLACEMENT = '[redacted]';

const CAPTURE_SETTINGS = [
  'interval',
  'sidecars',
  'initContainers',
  'concurrency',
] as const;

const CLUSTER_LOGS_SETTINGS = ['enabled', 'capture', 'reader'];

const ruleSchema = z
  .strictObject({
    pattern: z
      .string('must be a text')
      .min(1, 'must not be empty')
      .transform((pattern, context) => {
        try {
          return RE2JS.compile(pattern);
        } catch {
          // The pattern is not quoted: it may be what is to be kept secret.
          context.addIssue({
            code: 'custom',
            message: 'must be a regular expression (RE2)',
          });
          return z.NEVER;
        }
      }),
    replacement: z
      .string('must be a text')
      .regex(/^[^\r\n]*$/, 'must not have line breaks, as lines are counted')
      .default(DEFAULT_REPLACEMENT),
  })
  .superRefine(({ pattern, replacement }, context) => {
    const groups = pattern.groupCount();
    const missing = [...replacement.matchAll(GROUP_REFERENCE)]
      .map(([, reference]) => Number(reference))
      .find(group => group > groups);
    if (missing !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['replacement'],
        message: `must not have $${missing}: the pattern has ${groups} group(s); a dollar sign is written as $$`,
      });
    }
  });

/**
 * Reads `tektonResults.logs`. With a mistake in what is replaced, or in a name
 * of a setting, which may be that one, no logs are captured: they would be stored
 * with what nobody should read.
 */
export function readLogsConfig(
  root: Config,
  options: { path: string; section: unknown; problems: ConfigProblem[] },
): LogsConfig {
  const { path, section, problems } = options;
  const problemsBefore = problems.length;
  const settings = new SettingsReader({
    path,
    section,
    known: ['enabled', 'driver', 'drivers', 'capture', 'redact'],
    problems,
  });
  const given: Record<string, unknown> = isObject(section) ? section : {};
  const redact = readRules(given.redact, {
    path: `${path}.redact`,
    problems,
  });
  const enabled = settings.boolean('enabled', DEFAULT_LOGS_CONFIG.enabled);
  const isSound = problems.length === problemsBefore;
  const capture = settings.reader('capture', [...CAPTURE_SETTINGS, 'maxBytes']);
  return {
    enabled: enabled && isSound,
    driver: settings.text('driver', DEFAULT_LOGS_CONFIG.driver),
    drivers: readDrivers(root, given.drivers, { path, problems }),
    capture: readCapture(capture, DEFAULT_LOGS_CONFIG.capture),
    maxBytes: capture.bytes(
      'maxBytes',
      DEFAULT_LOGS_CONFIG.maxBytes,
      MAX_LOG_BYTES,
    ),
    redact,
  };
}

/** Reads `clusters[].logs`; with a mistake in it no logs are captured there. */
export function readClusterLogsConfig(
  section: unknown,
  options: { path: string; logs: LogsConfig; problems: ConfigProblem[] },
): ClusterLogsConfig {
  const { path, logs, problems } = options;
  const problemsBefore = problems.length;
  const settings = new SettingsReader({
    path,
    section,
    known: CLUSTER_LOGS_SETTINGS,
    problems,
  });
  const enabled = settings.boolean('enabled', logs.enabled);
  const capture = readCapture(
    settings.reader('capture', CAPTURE_SETTINGS),
    logs.capture,
  );
  const reader =
    isObject(section) && section.reader !== undefined
      ? readLogReaderConfig(section.reader, {
          path: `${path}.reader`,
          problems,
        })
      : undefined;
  return {
    enabled:
      // What is wrong with all logs, is not made right for one cluster.
      logs.enabled && enabled && !reader && problems.length === problemsBefore,
    capture,
    reader,
  };
}

function readCapture(
  settings: SettingsReader,
  fallback: LogCaptureConfig,
): LogCaptureConfig {
  return {
    intervalMs: settings.durationMs(
      'interval',
      fallback.intervalMs,
      MAX_INTERVAL_MS,
    ),
    sidecars: settings.boolean('sidecars', fallback.sidecars),
    initContainers: settings.boolean('initContainers', fallback.initContainers),
    concurrency: settings.count('concurrency', fallback.concurrency),
  };
}

function readRules(
  list: unknown = [],
  options: { path: string; problems: ConfigProblem[] },
): RedactionRule[] {
  const { path, problems } = options;
  if (!Array.isArray(list)) {
    problems.push({
      path,
      message: "must be a list, such as [{ pattern: 'token=\\S+' }]",
    });
    return [];
  }
  return list.flatMap((item: unknown, index) => {
    const parsed = ruleSchema.safeParse(item);
    if (parsed.success) {
      const { pattern, replacement } = parsed.data;
      return [{ regex: pattern, replacement }];
    }
    problems.push(
      ...parsed.error.issues.flatMap(issue =>
        issueProblems(issue, `${path}[${index}]`),
      ),
    );
    return [];
  });
}

function readDrivers(
  root: Config,
  section: unknown,
  options: { path: string; problems: ConfigProblem[] },
): Config | undefined {
  const path = `${options.path}.drivers`;
  if (section === undefined) {
    return undefined;
  }
  if (!isObject(section)) {
    options.problems.push({ path, message: 'must be an object' });
    return undefined;
  }
  return root.getOptionalConfig(path);
}
