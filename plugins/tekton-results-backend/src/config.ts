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
}

/** A mistake in the configuration. */
export interface ConfigProblem {
  /** Such as `tektonResults.clusters[1].url`. */
  readonly path: string;
  readonly message: string;
}

const ROOT = 'tektonResults';

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
  if (typeof section !== 'object' || section === null) {
    problems.push({ path: ROOT, message: 'must be an object' });
    return { config: { clusters: [], namesClusters: false }, problems };
  }
  for (const key of Object.keys(section)) {
    if (key !== 'clusters') {
      problems.push({ path: `${ROOT}.${key}`, message: 'is not a setting' });
    }
  }

  const list: unknown = 'clusters' in section ? section.clusters : [];
  if (!Array.isArray(list)) {
    problems.push({ path: `${ROOT}.clusters`, message: 'must be a list' });
    return { config: { clusters: [], namesClusters: true }, problems };
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
  return { config: { clusters, namesClusters: list.length > 0 }, problems };
}
