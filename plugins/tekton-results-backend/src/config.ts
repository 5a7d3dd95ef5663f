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
import {
  meansToNameClusters,
  readClusterList,
  type ConfiguredCluster,
  type RefusedCluster,
} from './clustersConfig';
import {
  readKubernetesConfig,
  type KubernetesPluginCluster,
} from './kubernetesConfig';
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

export {
  CLUSTER_NAME,
  type ConfiguredCluster,
  type ConnectionSettings,
  type RefusedCluster,
} from './clustersConfig';
export { fillLinkTemplate } from './linkTemplate';
export type { KubernetesPluginCluster } from './kubernetesConfig';
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
  /** Those of its clusters that have a mistake, and are watched in no way. */
  readonly refusedClusters: readonly RefusedCluster[];
  /** Whether `tektonResults` means to describe clusters, rightly or not. */
  readonly namesClusters: boolean;
  /** Where clusters are looked for, in this order; absent: where there are some. */
  readonly clusterSources?: readonly ClusterSourceName[];
  /** Those of the kubernetes plugin, and the types of locators that are not read. */
  readonly kubernetes: {
    readonly clusters: readonly KubernetesPluginCluster[];
    readonly otherLocators: readonly string[];
  };
  /**
   * How clusters are watched that `tektonResults` describes, but for those that
   * `watchers` names. With a mistake in what a cluster is watched by, nothing is
   * written to its runs.
   */
  readonly watcher: WatcherConfig;
  /**
   * How those are watched that are described somewhere else. Their credentials were
   * given for something else: nothing is written to runs without being asked.
   */
  readonly foundWatcher: WatcherConfig;
  /** By name of the cluster. */
  readonly watchers: ReadonlyMap<string, WatcherConfig>;
  /** The same for those that are described somewhere else. */
  readonly foundWatchers: ReadonlyMap<string, WatcherConfig>;
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
 * Where clusters may be described: `tektonResults.clusters`, the kubernetes plugin,
 * the pod of the backend, the environment variable `KUBECONFIG`.
 */
const CLUSTER_SOURCES = [
  'config',
  'kubernetes',
  'inCluster',
  'kubeconfig',
] as const;

/** One of the places where clusters may be described. */
export type ClusterSourceName = (typeof CLUSTER_SOURCES)[number];

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
    known: [
      'clusters',
      'clusterSources',
      'watcher',
      'logs',
      'retention',
      'filters',
      'api',
    ],
    problems,
  });
  const watcher = readWatcherConfig(
    settings.reader('watcher', WATCHER_SETTINGS),
    DEFAULT_WATCHER_CONFIG,
  );
  const foundWatcher: WatcherConfig =
    isObject(section.watcher) && section.watcher.finalizers !== undefined
      ? watcher
      : { ...watcher, finalizers: 'never' };
  // Also settings beside the section: one may be its name, misspelt.
  const watcherIsSound = problems.length === 0;
  const safely = (config: WatcherConfig) =>
    watcherIsSound ? config : withoutWrites(config);
  const kubernetes = readKubernetesConfig(root);
  problems.push(...kubernetes.problems);
  const logs = readLogsConfig(root, {
    path: `${ROOT}.logs`,
    section: section.logs,
    problems,
  });
  return {
    config: {
      ...readClusters(section.clusters, {
        watcher,
        foundWatcher,
        watcherIsSound,
        logs,
        problems,
      }),
      logs,
      namesClusters: meansToNameClusters(section.clusters),
      clusterSources: readClusterSources(settings, section),
      kubernetes: {
        clusters: kubernetes.clusters,
        otherLocators: kubernetes.otherLocators,
      },
      retention: section.retention,
      watcher: safely(watcher),
      foundWatcher: safely(foundWatcher),
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

/** How a cluster is watched. */
export function watcherConfigOf(
  cluster: { name: string; isFound: boolean },
  config: Pick<
    TektonResultsConfig,
    'watcher' | 'foundWatcher' | 'watchers' | 'foundWatchers'
  >,
): WatcherConfig {
  return cluster.isFound
    ? config.foundWatchers.get(cluster.name) ?? config.foundWatcher
    : config.watchers.get(cluster.name) ?? config.watcher;
}

/** With a mistake in it, none but those of `tektonResults` are used. */
function readClusterSources(
  settings: SettingsReader,
  section: Record<string, unknown>,
): readonly ClusterSourceName[] | undefined {
  return section.clusterSources === undefined
    ? undefined
    : settings.orderedChoices('clusterSources', CLUSTER_SOURCES, ['config']);
}

function readClusters(
  list: unknown,
  options: {
    watcher: WatcherConfig;
    foundWatcher: WatcherConfig;
    watcherIsSound: boolean;
    logs: LogsConfig;
    problems: ConfigProblem[];
  },
): Pick<
  TektonResultsConfig,
  'clusters' | 'refusedClusters' | 'watchers' | 'foundWatchers' | 'clusterLogs'
> {
  const { watcherIsSound, logs, problems } = options;
  const watchers = new Map<string, WatcherConfig>();
  const foundWatchers = new Map<string, WatcherConfig>();
  const clusterLogs = new Map<string, ClusterLogsConfig>();
  const { items, refused } = readClusterList(list, {
    path: `${ROOT}.clusters`,
    problems,
  });
  const clusters = items.map(({ path, item }) => {
    const { watcher: section, logs: logsSection, ...cluster } = item;
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
      const own = readWatcherConfig(settings, options.watcher);
      const asks = isObject(section) && section.finalizers !== undefined;
      const { finalizers } = asks ? own : options.foundWatcher;
      const isSound = watcherIsSound && problems.length === problemsBefore;
      const safely = (config: WatcherConfig) =>
        isSound ? config : withoutWrites(config);
      watchers.set(cluster.name, safely(own));
      foundWatchers.set(cluster.name, safely({ ...own, finalizers }));
    }
    return cluster;
  });
  return {
    clusters,
    refusedClusters: refused,
    watchers,
    foundWatchers,
    clusterLogs,
  };
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
