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

import {
  parseLabelSelector,
  RUN_KINDS,
  type LabelRequirement,
  type RunKind,
} from 'backstage-plugin-tekton-results-common';
import type { SettingsReader } from './settings';

/**
 * How finalizers of ours are used:
 *
 * - `auto`: as `always` if the credential may patch runs, else as `never`
 * - `always`: each run gets one until all of it is stored
 * - `release`: no run gets one any more; those that are there are released
 * - `never`: they are not touched, not even those of an earlier Tekton Results
 */
export const FINALIZER_MODES = ['auto', 'always', 'release', 'never'] as const;
export type FinalizerMode = (typeof FINALIZER_MODES)[number];

/** What to take: all that is included, or all if nothing is; but what is excluded. */
export interface Selection {
  /** Patterns in which `*` stands for any text. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Which runs are archived. */
export interface ArchiveConfig {
  readonly kinds: readonly RunKind[];
  readonly namespaces: Selection;
  readonly names: Selection;
  readonly labelSelector: readonly LabelRequirement[];
  /** Accepted values of `spec.managedBy` besides Tekton's own; absent: all. */
  readonly managedBy?: readonly string[];
  /** Whether runs are stored before they are finished. */
  readonly incompleteRuns: boolean;
}

/** How the runs of a cluster are watched and looked after. */
export interface WatcherConfig {
  readonly archive: ArchiveConfig;
  readonly annotations: boolean;
  readonly finalizers: FinalizerMode;
  /** Until completed runs are deleted; absent: they never are. */
  readonly completedRunGracePeriodMs?: number;
  /** Whether only runs that nothing owns are deleted. */
  readonly checkOwner: boolean;
  /** Which completed runs are deleted. */
  readonly labelSelector: readonly LabelRequirement[];
  /** After which time logs and events are not waited for; absent: never. */
  readonly storeDeadlineMs?: number;
  /** For how long a finished TaskRun stays, for those who forward its logs. */
  readonly forwardBufferMs: number;
  /** Keys of labels and annotations that are copied to the Result. */
  readonly summaryLabels: readonly string[];
  readonly summaryAnnotations: readonly string[];
  /** Whether Kubernetes Events are stored. */
  readonly storeEvents: boolean;
}

/** How a cluster is watched of which the configuration says nothing. */
export const DEFAULT_WATCHER_CONFIG: WatcherConfig = {
  archive: {
    kinds: RUN_KINDS,
    namespaces: { include: [], exclude: [] },
    names: { include: [], exclude: [] },
    labelSelector: [],
    managedBy: undefined,
    incompleteRuns: true,
  },
  annotations: false,
  finalizers: 'auto',
  completedRunGracePeriodMs: undefined,
  checkOwner: true,
  labelSelector: [],
  storeDeadlineMs: undefined,
  forwardBufferMs: 0,
  summaryLabels: ['tekton.dev/pipeline'],
  summaryAnnotations: [],
  storeEvents: true,
};

/**
 * The same, but that nothing is written to runs and none is deleted: for what
 * somebody meant but did not say rightly.
 */
export function withoutWrites(config: WatcherConfig): WatcherConfig {
  return {
    ...config,
    annotations: false,
    finalizers: 'never',
    completedRunGracePeriodMs: undefined,
  };
}

/** The settings of a section that describes a watcher. */
export const WATCHER_SETTINGS = [
  'archive',
  'annotations',
  'finalizers',
  'completedRunGracePeriod',
  'checkOwner',
  'labelSelector',
  'storeDeadline',
  'forwardBuffer',
  'summaryLabels',
  'summaryAnnotations',
  'storeEvents',
] as const;

const ARCHIVE_SETTINGS = [
  'kinds',
  'namespaces',
  'names',
  'labelSelector',
  'managedBy',
  'incompleteRuns',
];

/** Words for what 0 does not tell: for Tekton Results, it is never. */
const GRACE_PERIODS = new Map([
  ['never', undefined],
  ['immediately', 0],
]);
const DEADLINES = new Map([['never', undefined]]);

/** Reads a section that describes a watcher; what it leaves out is as given. */
export function readWatcherConfig(
  settings: SettingsReader,
  fallback: WatcherConfig,
): WatcherConfig {
  return {
    archive: readArchive(
      settings.reader('archive', ARCHIVE_SETTINGS),
      fallback.archive,
    ),
    annotations: settings.boolean('annotations', fallback.annotations),
    finalizers: settings.choice(
      'finalizers',
      FINALIZER_MODES,
      fallback.finalizers,
    ),
    completedRunGracePeriodMs: settings.durationOrWordMs(
      'completedRunGracePeriod',
      GRACE_PERIODS,
      fallback.completedRunGracePeriodMs,
    ),
    checkOwner: settings.boolean('checkOwner', fallback.checkOwner),
    labelSelector: readLabelSelector(settings, fallback.labelSelector),
    storeDeadlineMs: settings.durationOrWordMs(
      'storeDeadline',
      DEADLINES,
      fallback.storeDeadlineMs,
    ),
    forwardBufferMs:
      settings.optionalDurationMs('forwardBuffer', fallback.forwardBufferMs) ??
      fallback.forwardBufferMs,
    summaryLabels: settings.texts('summaryLabels', fallback.summaryLabels),
    summaryAnnotations: settings.texts(
      'summaryAnnotations',
      fallback.summaryAnnotations,
    ),
    storeEvents: settings.boolean('storeEvents', fallback.storeEvents),
  };
}

function readArchive(
  settings: SettingsReader,
  fallback: ArchiveConfig,
): ArchiveConfig {
  return {
    kinds: settings.choices('kinds', RUN_KINDS, fallback.kinds),
    namespaces: readSelection(settings, 'namespaces', fallback.namespaces),
    names: readSelection(settings, 'names', fallback.names),
    labelSelector: readLabelSelector(settings, fallback.labelSelector),
    managedBy: settings.optionalTexts('managedBy', fallback.managedBy),
    incompleteRuns: settings.boolean('incompleteRuns', fallback.incompleteRuns),
  };
}

function readSelection(
  settings: SettingsReader,
  name: string,
  fallback: Selection,
): Selection {
  const reader = settings.reader(name, ['include', 'exclude']);
  return {
    include: reader.texts('include', fallback.include),
    exclude: reader.texts('exclude', fallback.exclude),
  };
}

function readLabelSelector(
  settings: SettingsReader,
  fallback: readonly LabelRequirement[],
): readonly LabelRequirement[] {
  return settings.parsed('labelSelector', parseLabelSelector, fallback);
}
