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

import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';

const textOf = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? 'must be given' : 'must be a text',
};

const clusterSchema = z
  .strictObject({
    name: z
      .string(textOf)
      .regex(
        /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
        'must be 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
      ),
    title: z.string().min(1).optional(),
    url: z.string(textOf).pipe(
      z.url({
        protocol: /^https?$/,
        error: 'must be an http or https URL',
      }),
    ),
    token: z.string().trim().min(1).optional(),
    tokenFile: z.string().min(1).optional(),
    caData: z.base64('must be base64').optional(),
    caFile: z.string().min(1).optional(),
    skipTLSVerify: z.boolean().default(false),
  })
  .refine(cluster => !(cluster.token && cluster.tokenFile), {
    message: 'give either token or tokenFile',
    path: ['tokenFile'],
  })
  .transform(({ caData, ...cluster }) => ({
    ...cluster,
    ca: caData ? Buffer.from(caData, 'base64') : undefined,
  }));

/** A cluster that `tektonResults.clusters` describes. */
export type ConfiguredCluster = z.output<typeof clusterSchema>;

/** `tektonResults` of the configuration, checked. */
export interface TektonResultsConfig {
  readonly clusters: readonly ConfiguredCluster[];
  /** Whether the configuration means to name clusters, rightly or not. */
  readonly namesClusters: boolean;
  /** What one request with a filter may look at. */
  readonly filters: {
    /** Stored objects. */
    readonly maxScannedRecords: number;
    readonly maxScanMs: number;
  };
}

/** A mistake in the configuration. */
export interface ConfigProblem {
  /** Such as `tektonResults.clusters[1].url`. */
  readonly path: string;
  readonly message: string;
}

const ROOT = 'tektonResults';

const FILTER_DEFAULTS: TektonResultsConfig['filters'] = {
  maxScannedRecords: 100_000,
  maxScanMs: 5_000,
};

/**
 * Reads `tektonResults`. A mistake never stops the backend: what is wrong is
 * left out and reported, the rest is used.
 */
export function readConfig(root: Config): {
  config: TektonResultsConfig;
  problems: ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const section: unknown = root.getOptional(ROOT) ?? {};
  if (!isObject(section)) {
    problems.push({ path: ROOT, message: 'must be an object' });
    return {
      config: { clusters: [], namesClusters: false, filters: FILTER_DEFAULTS },
      problems,
    };
  }
  problems.push(...unknownSettings(ROOT, section, ['clusters', 'filters']));
  return {
    config: {
      ...readClusters(section.clusters, problems),
      filters: readFilters(root, section.filters, problems),
    },
    problems,
  };
}

function readClusters(
  list: unknown = [],
  problems: ConfigProblem[],
): Pick<TektonResultsConfig, 'clusters' | 'namesClusters'> {
  if (!Array.isArray(list)) {
    problems.push({ path: `${ROOT}.clusters`, message: 'must be a list' });
    return { clusters: [], namesClusters: true };
  }
  const clusters: ConfiguredCluster[] = [];
  list.forEach((item: unknown, index) => {
    const path = `${ROOT}.clusters[${index}]`;
    const parsed = clusterSchema.safeParse(item);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map(issue => ({
          path: [path, ...issue.path].join('.'),
          message: issue.message,
        })),
      );
    } else if (clusters.some(({ name }) => name === parsed.data.name)) {
      problems.push({
        path: `${path}.name`,
        message: `'${parsed.data.name}' names another cluster already`,
      });
    } else {
      clusters.push(parsed.data);
    }
  });
  return { clusters, namesClusters: list.length > 0 };
}

function readFilters(
  root: Config,
  section: unknown = {},
  problems: ConfigProblem[],
): TektonResultsConfig['filters'] {
  const path = `${ROOT}.filters`;
  if (!isObject(section)) {
    problems.push({ path, message: 'must be an object' });
    return FILTER_DEFAULTS;
  }
  problems.push(
    ...unknownSettings(path, section, ['maxScannedRecords', 'maxScanTime']),
  );
  const filters = { ...FILTER_DEFAULTS };
  const { maxScannedRecords, maxScanTime } = section;
  if (
    Number.isSafeInteger(maxScannedRecords) &&
    Number(maxScannedRecords) > 0
  ) {
    filters.maxScannedRecords = Number(maxScannedRecords);
  } else if (maxScannedRecords !== undefined) {
    problems.push({
      path: `${path}.maxScannedRecords`,
      message: 'must be a whole number above 0',
    });
  }
  if (maxScanTime !== undefined) {
    const ms = durationMs(root, `${path}.maxScanTime`);
    if (ms === undefined || ms <= 0) {
      problems.push({
        path: `${path}.maxScanTime`,
        message: "must be a duration above 0, such as '5s' or { seconds: 5 }",
      });
    } else {
      filters.maxScanMs = ms;
    }
  }
  return filters;
}

/** Undefined if it is no duration. */
function durationMs(root: Config, key: string): number | undefined {
  try {
    return durationToMilliseconds(readDurationFromConfig(root, { key }));
  } catch {
    return undefined;
  }
}

function unknownSettings(
  path: string,
  section: Record<string, unknown>,
  known: readonly string[],
): ConfigProblem[] {
  return Object.keys(section)
    .filter(key => !known.includes(key))
    .map(key => ({ path: `${path}.${key}`, message: 'is not a setting' }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
