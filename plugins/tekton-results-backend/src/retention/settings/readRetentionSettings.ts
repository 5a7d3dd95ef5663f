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

import type { ConfigProblem } from '../../config';
import { isObject } from '../../settings';
import { parseSchedule, type Schedule } from '../schedule/Schedule';
import { keepingSchema } from './policySchema';
import { readPolicies } from './readPolicies';
import type { Keeping, RetentionSettings } from './RetentionSettings';
import { SectionReader } from './SectionReader';
import { warningsAbout } from './warningsAbout';

const PATH = 'tektonResults.retention';

const DAY_MS = 24 * 60 * 60 * 1000;

const DEFAULT_SCHEDULE: Schedule = {
  kind: 'interval',
  text: '24h',
  ms: DAY_MS,
};
const DEFAULT_TOMBSTONES_MS = 365 * DAY_MS;
const DEFAULT_MAX_DURATION_MS = DAY_MS / 24;
const DEFAULT_PAUSE_MS = 100;
/** A lease is held for a few times as long without a sign. */
const MAX_PAUSE_MS = 60_000;

const SETTINGS = [
  'schedule',
  'runAt',
  'defaultRetention',
  'maxRetention',
  'policies',
  'maxBytes',
  'tombstones',
  'maxDuration',
  'pause',
  'deletedNamespaces',
];

/** What the configuration says about retention, and what is wrong with it. */
export interface ReadSettings {
  /**
   * Absent if the configuration does not ask for it, or has a mistake: what somebody
   * got half right must not remove anything.
   */
  readonly settings?: RetentionSettings;
  readonly problems: readonly ConfigProblem[];
  /** What is understood, but may not be meant so. */
  readonly warnings: readonly ConfigProblem[];
}

/** Reads the section `tektonResults.retention`; undefined: there is none. */
export function readRetentionSettings(section: unknown): ReadSettings {
  if (section === undefined) {
    return { problems: [], warnings: [] };
  }
  if (!isObject(section)) {
    return {
      problems: [{ path: PATH, message: 'must be an object' }],
      warnings: [],
    };
  }
  const problems: ConfigProblem[] = [];
  const reader = new SectionReader({
    path: PATH,
    section,
    known: SETTINGS,
    problems,
  });
  const maxBytes = reader.section('maxBytes', ['total', 'perNamespace']);
  const deletedNamespaces = reader.section('deletedNamespaces', ['after']);
  if (deletedNamespaces && !deletedNamespaces.has('after')) {
    deletedNamespaces.refuse('after', 'must be given');
  }
  const settings: RetentionSettings = {
    schedule: readSchedule(reader),
    policies: readPolicies(section.policies, {
      path: `${PATH}.policies`,
      problems,
    }),
    defaultRetention: readDefault(reader),
    maxBytes: {
      total: maxBytes?.size('total'),
      perNamespace: maxBytes?.size('perNamespace'),
    },
    tombstonesMs: reader.age('tombstones') ?? DEFAULT_TOMBSTONES_MS,
    maxDurationMs: reader.age('maxDuration') ?? DEFAULT_MAX_DURATION_MS,
    pauseMs: reader.age('pause', MAX_PAUSE_MS) ?? DEFAULT_PAUSE_MS,
    deletedNamespacesMs: deletedNamespaces?.age('after'),
  };
  return problems.length > 0
    ? { problems, warnings: [] }
    : {
        settings,
        problems,
        warnings: warningsAbout(settings, { path: PATH, section }),
      };
}

/** `runAt` is upstream's name of it. */
function readSchedule(reader: SectionReader): Schedule {
  if (reader.has('schedule') && reader.has('runAt')) {
    reader.refuse('runAt', 'is another name of schedule: give one of them');
  }
  const [given, old] = ['schedule', 'runAt'].map(name =>
    reader.parsed(name, parseSchedule),
  );
  return given ?? old ?? DEFAULT_SCHEDULE;
}

/** `maxRetention` is upstream's old name of it, and wins as it does there. */
function readDefault(reader: SectionReader): Keeping | undefined {
  const [given, old] = ['defaultRetention', 'maxRetention'].map(name =>
    reader.parsed(name, parseKeeping),
  );
  return (old ?? given)?.keeping;
}

function parseKeeping(value: unknown): { keeping: Keeping } | string {
  const { data, error } = keepingSchema.safeParse(value);
  return data === undefined ? error.issues[0].message : { keeping: data };
}
