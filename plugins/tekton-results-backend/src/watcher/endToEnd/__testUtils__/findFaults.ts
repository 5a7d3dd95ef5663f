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

import { RESOURCES, type KubernetesObject } from 'example-cluster';
import type { LossJudge } from './LossJudge';
import type { PlayedRun, RunScript } from './RunScript';
import type { ControlledCluster } from './TestedCluster';
import type {
  ArchivedEvent,
  ArchivedRun,
  WatchedDatabase,
} from './WatchedDatabase';

/** Something that the archive or the cluster should not look like. */
export interface Fault {
  readonly what: string;
  readonly run: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Statuses of runs of which nothing more will come. */
const ENDED = ['succeeded', 'incomplete'];
const OUR_FINALIZERS = /^results\.tekton\.dev\//;

/**
 * Compares the archive with what the runs of a script went through.
 *
 * @returns what is wrong; empty in the end, if nothing was lost
 */
export async function findFaults(options: {
  script: RunScript;
  judge: LossJudge;
  database: WatchedDatabase;
  cluster: ControlledCluster;
}): Promise<Fault[]> {
  const { script, judge, database, cluster } = options;
  await judge.look();
  const archived = new Map(
    (await database.archivedRuns()).map(run => [run.uid, run]),
  );
  const events = new Map<string, ArchivedEvent[]>();
  for (const event of await database.archivedEvents()) {
    const run = runOfEvent(event);
    events.set(run, [...(events.get(run) ?? []), event]);
  }
  const gaps = await database.gaps();
  return [
    ...script.runs.flatMap(run => {
      const { uid, name } = run;
      const actual = archived.get(uid);
      return [
        ...(judge.mayBeLost(uid)
          ? unpromisedFaults(run, actual)
          : promisedFaults(run, {
              actual,
              removed: judge.isRemoved(uid),
              gap: gaps.get(uid),
            })),
        ...(actual ? eventFaults(run, events.get(name) ?? []) : []),
      ];
    }),
    ...hangingRuns(cluster).map(run => ({
      what: 'a deleted run waits for our finalizer',
      run: run.metadata.name,
      expected: 'released',
      actual: archived.get(run.metadata.uid),
    })),
    ...(await judge.earlyReleases()).map(release => ({
      what: 'a finalizer was released before its run was stored',
      run: '',
      expected: 'released later',
      actual: release,
    })),
  ];
}

/** A run that is promised is stored as it ended, and nothing of it is missing. */
function promisedFaults(
  run: PlayedRun,
  state: { actual?: ArchivedRun; removed: boolean; gap?: string },
): Fault[] {
  const { actual, removed, gap } = state;
  const begun = run.message ? 'running' : 'waiting';
  const unfinished = removed ? 'incomplete' : begun;
  const expected: ArchivedRun = {
    uid: run.uid,
    status: run.finished ? 'succeeded' : unfinished,
    message: run.message,
    gone: run.deleted,
  };
  return [
    ...differences('a run is not stored as it ended', run, expected, actual),
    ...differences('a run has a gap', run, undefined, gap),
  ];
}

/** What was not promised is missing as a whole, or its end is told to be missing. */
function unpromisedFaults(run: PlayedRun, actual?: ArchivedRun): Fault[] {
  const isTold = !actual || (actual.gone && ENDED.includes(actual.status));
  return isTold
    ? []
    : [
        {
          what: 'a run that is gone looks as if it were not',
          run: run.name,
          expected: { gone: true, status: ENDED },
          actual,
        },
      ];
}

/** Each of its Events is there, in its last state, once and in one list. */
function eventFaults(
  run: PlayedRun,
  archived: readonly ArchivedEvent[],
): Fault[] {
  const expected = [...run.events].map(([name, count]) => `${name} ${count}`);
  const actual = archived.map(({ name, count }) => `${name} ${count}`);
  const lists = new Set(archived.map(({ record }) => record));
  return [
    ...differences(
      'the Events of a run are not all there, once and as they are',
      run,
      expected.sort(),
      actual.sort(),
    ),
    ...differences(
      'the Events of a run are in several lists',
      run,
      Math.min(expected.length, 1),
      lists.size,
    ),
  ];
}

/** Runs that would be gone, if we let them go. */
function hangingRuns({ server }: ControlledCluster): KubernetesObject[] {
  const { pipelineruns, taskruns, customruns } = RESOURCES;
  return [pipelineruns, taskruns, customruns].flatMap(type =>
    server.store
      .list(type)
      .filter(
        ({ metadata }) =>
          metadata.deletionTimestamp !== undefined &&
          metadata.finalizers?.some(name => OUR_FINALIZERS.test(name)),
      ),
  );
}

function differences(
  what: string,
  run: PlayedRun,
  expected: unknown,
  actual: unknown,
): Fault[] {
  return JSON.stringify(expected) === JSON.stringify(actual)
    ? []
    : [{ what, run: run.name, expected, actual }];
}

/** They are named after their run. */
function runOfEvent({ name }: ArchivedEvent): string {
  return name.split('.')[0];
}
