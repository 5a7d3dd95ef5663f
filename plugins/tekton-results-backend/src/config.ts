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
import {
  readClusterLogsConfig,
  readLogsConfig,
  type ClusterLogsConfig,
  type LogsConfig,
} from './logsConfig';
import { isObject, SettingsReader, type ConfigProblem } from './settings';
import {
  DEFAULT_WATCHER_CONFIG,
  readWatcherConfig,
  WATCHER_SETTINGS,
  withoutWrites,
  type WatcherConfig,
} from './watcherConfig';

export type { ConfigProblem } from './settings';
export {
  DEFAULT_LOGS_CONFIG,
  GROUP_REFERENCE,
  type ClusterLogsConfig,
  type LogCaptureConfig,
  type LogsConfig,
  type RedactionRule,
} from './logsConfig';
export {
  DEFAULT_WATCHER_CONFIG,
  type ArchiveConfig,
  type FinalizerMode,
  type Selection,
  type WatcherConfig,
} from './watcherConfig';

const textOf = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? 'must be given' : 'must be a text',
};

/** What a cluster may be called: names are parts of URLs. */
export const CLUSTER_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What Kubernetes lets a namespace be called. */
const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const clusterSchema = z
  .strictObject({
    name: z
      .string(textOf)
      .regex(
        CLUSTER_NAME,
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
    namespaces: z
      .array(
        z
          .string(textOf)
          .regex(NAMESPACE_NAME, 'must be the name of a namespace'),
      )
      .min(1, 'must not be empty; leave it out to watch all')
      .transform(names => [...new Set(names)])
      .optional(),
    tokenIssuers: z
      .array(z.string(textOf).min(1, 'must not be empty'))
      .min(1, 'must not be empty')
      .optional(),
    watcher: z.unknown().optional(),
    logs: z.unknown().optional(),
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
export type ConfiguredCluster = Omit<
  z.output<typeof clusterSchema>,
  'watcher' | 'logs'
>;

/** Callers who come with a token of a cluster. */
export interface KubernetesAuthConfig {
  readonly enabled: boolean;
  /** Whether they may act as others whom the cluster lets them act as. */
  readonly impersonation: boolean;
  /** Whom tokens must be meant for; none: the cluster itself. */
  readonly audiences: readonly string[];
  /** How long an answer of the cluster is used. */
  readonly cacheMs: number;
}

/** `tektonResults` of the configuration, checked. */
export interface TektonResultsConfig {
  readonly clusters: readonly ConfiguredCluster[];
  /** Whether the configuration means to name clusters, rightly or not. */
  readonly namesClusters: boolean;
  /**
   * How clusters are watched, but for those that `watchers` names. With a mistake
   * in what a cluster is watched by, nothing is written to its runs.
   */
  readonly watcher: WatcherConfig;
  /** By name of the cluster. */
  readonly watchers: ReadonlyMap<string, WatcherConfig>;
  /** How logs are kept, but for those of the clusters that `clusterLogs` names. */
  readonly logs: LogsConfig;
  /** By name of the cluster. */
  readonly clusterLogs: ReadonlyMap<string, ClusterLogsConfig>;
  /** Not read yet: its policies have filters, which are read above this floor. */
  readonly retention: unknown;
  /** What one request with a filter may look at. */
  readonly filters: {
    /** Stored objects. */
    readonly maxScannedRecords: number;
    readonly maxScanMs: number;
  };
  /** The API that is compatible with Tekton Results. */
  readonly api: {
    /** Whether it is served at the root of the backend, too. */
    readonly rootMount: boolean;
    /** How often one address may ask there. */
    readonly rateLimit: {
      readonly requests: number;
      readonly windowMs: number;
    };
    /** The largest message that a request may carry. */
    readonly maxBodyBytes: number;
    readonly kubernetesAuth: KubernetesAuthConfig;
    /** What one caller may have of requests that read many stored objects. */
    readonly expensiveRequests: {
      readonly perMinute: number;
      readonly concurrent: number;
    };
  };
}

const ROOT = 'tektonResults';

/**
 * For the cluster of `KUBECONFIG`, the only one if none is named: the context of
 * a developer, with all their rights, is not written to without being asked.
 */
const UNNAMED_CLUSTER_WATCHER: WatcherConfig = {
  ...DEFAULT_WATCHER_CONFIG,
  finalizers: 'never',
};

const FILTER_DEFAULTS: TektonResultsConfig['filters'] = {
  maxScannedRecords: 100_000,
  maxScanMs: 5_000,
};

const MIB = 1024 * 1024;

const API_DEFAULTS: TektonResultsConfig['api'] = {
  rootMount: false,
  rateLimit: { requests: 6_000, windowMs: 60_000 },
  maxBodyBytes: 4 * MIB,
  kubernetesAuth: {
    enabled: false,
    impersonation: true,
    audiences: [],
    cacheMs: 10_000,
  },
  expensiveRequests: { perMinute: 120, concurrent: 4 },
};

const MAX_WINDOW_MS = 24 * 60 * 60 * 1000;
/** A message is held in memory more than once while it is read. */
const MAX_BODY_BYTES = 64 * MIB;
/** For so long a token that was taken back may still be used. */
const MAX_REVIEW_CACHE_MS = 60_000;

/**
 * Reads `tektonResults`. A mistake never stops the backend: what is wrong is
 * left out and reported, the rest is used.
 */
export function readConfig(root: Config): {
  config: TektonResultsConfig;
  problems: ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const given: unknown = root.getOptional(ROOT) ?? {};
  const section = isObject(given) ? given : {};
  const settings = new SettingsReader({
    path: ROOT,
    section: given,
    known: ['clusters', 'watcher', 'logs', 'retention', 'filters', 'api'],
    problems,
  });
  const namesClusters = meansToNameClusters(section.clusters);
  const watcher = readWatcherConfig(
    settings.reader('watcher', WATCHER_SETTINGS),
    namesClusters ? DEFAULT_WATCHER_CONFIG : UNNAMED_CLUSTER_WATCHER,
  );
  // Also settings beside the section: one may be its name, misspelt.
  const watcherIsSound = problems.length === 0;
  const logs = readLogsConfig(root, {
    path: `${ROOT}.logs`,
    section: section.logs,
    problems,
  });
  return {
    config: {
      ...readClusters(section.clusters, {
        watcher,
        watcherIsSound,
        logs,
        problems,
      }),
      logs,
      namesClusters,
      retention: section.retention,
      watcher: watcherIsSound ? watcher : withoutWrites(watcher),
      filters: readFilters(
        settings.reader('filters', ['maxScannedRecords', 'maxScanTime']),
      ),
      api: readApi(
        settings.reader('api', [
          'rootMount',
          'rateLimit',
          'maxBodySize',
          'kubernetesAuth',
          'expensiveRequests',
        ]),
        problems,
      ),
    },
    problems,
  };
}

function meansToNameClusters(list: unknown = []): boolean {
  return !Array.isArray(list) || list.length > 0;
}

function readClusters(
  list: unknown = [],
  options: {
    watcher: WatcherConfig;
    watcherIsSound: boolean;
    logs: LogsConfig;
    problems: ConfigProblem[];
  },
): Pick<TektonResultsConfig, 'clusters' | 'watchers' | 'clusterLogs'> {
  const { watcher, watcherIsSound, logs, problems } = options;
  const watchers = new Map<string, WatcherConfig>();
  const clusterLogs = new Map<string, ClusterLogsConfig>();
  if (!Array.isArray(list)) {
    problems.push({ path: `${ROOT}.clusters`, message: 'must be a list' });
    return { clusters: [], watchers, clusterLogs };
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
      const { watcher: section, logs: logsSection, ...cluster } = parsed.data;
      clusters.push(cluster);
      if (logsSection !== undefined) {
        clusterLogs.set(
          cluster.name,
          readClusterLogsConfig(logsSection, {
            path: `${path}.logs`,
            logs,
            problems,
          }),
        );
      }
      if (section !== undefined) {
        const problemsBefore = problems.length;
        const settings = new SettingsReader({
          path: `${path}.watcher`,
          section,
          known: WATCHER_SETTINGS,
          problems,
        });
        const own = readWatcherConfig(settings, watcher);
        const isSound = watcherIsSound && problems.length === problemsBefore;
        watchers.set(cluster.name, isSound ? own : withoutWrites(own));
      }
    }
  });
  return { clusters, watchers, clusterLogs };
}

function readFilters(settings: SettingsReader): TektonResultsConfig['filters'] {
  return {
    maxScannedRecords: settings.count(
      'maxScannedRecords',
      FILTER_DEFAULTS.maxScannedRecords,
    ),
    maxScanMs: settings.durationMs('maxScanTime', FILTER_DEFAULTS.maxScanMs),
  };
}

function readApi(
  settings: SettingsReader,
  problems: readonly ConfigProblem[],
): TektonResultsConfig['api'] {
  const rateLimit = settings.reader('rateLimit', ['requests', 'window']);
  const expensive = settings.reader('expensiveRequests', [
    'perMinute',
    'concurrent',
  ]);
  const { expensiveRequests: defaults } = API_DEFAULTS;
  return {
    rootMount: settings.boolean('rootMount', API_DEFAULTS.rootMount),
    rateLimit: {
      requests: rateLimit.count('requests', API_DEFAULTS.rateLimit.requests),
      windowMs: rateLimit.durationMs(
        'window',
        API_DEFAULTS.rateLimit.windowMs,
        MAX_WINDOW_MS,
      ),
    },
    maxBodyBytes: settings.bytes(
      'maxBodySize',
      API_DEFAULTS.maxBodyBytes,
      MAX_BODY_BYTES,
    ),
    kubernetesAuth: readKubernetesAuth(settings, problems),
    expensiveRequests: {
      perMinute: expensive.count('perMinute', defaults.perMinute),
      concurrent: expensive.count('concurrent', defaults.concurrent),
    },
  };
}

/** With a mistake in it, nobody is let in: the default may be less strict. */
function readKubernetesAuth(
  settings: SettingsReader,
  problems: readonly ConfigProblem[],
): KubernetesAuthConfig {
  const problemsBefore = problems.length;
  const defaults = API_DEFAULTS.kubernetesAuth;
  const section = settings.reader('kubernetesAuth', [
    'enabled',
    'impersonation',
    'audiences',
    'cacheTime',
  ]);
  const given = {
    enabled: section.boolean('enabled', defaults.enabled),
    impersonation: section.boolean('impersonation', defaults.impersonation),
    audiences: section.texts('audiences', defaults.audiences),
    cacheMs: section.durationMs(
      'cacheTime',
      defaults.cacheMs,
      MAX_REVIEW_CACHE_MS,
    ),
  };
  return problems.length > problemsBefore ? defaults : given;
}
