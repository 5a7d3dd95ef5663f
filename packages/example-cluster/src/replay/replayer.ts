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

import { randomUUID } from 'node:crypto';
import { KubernetesObject, RESOURCES, ResourceType } from '../kubernetes';
import { LogBook } from '../logs';
import { RecordedRun, Recording, splitIntoRuns } from '../recording';
import { ObjectStore } from '../store';
import {
  changeMetadata,
  makeUpChange,
  recordedRevision,
  SeededRandom,
  varyName,
} from '../variation';
import { cancelRun, wantsCancel } from './cancelRun';
import { chooseRun } from './chooseRun';
import { findModel, missingReference, textsForNewRun } from './newRun';
import { Play, play, PlayOptions } from './play';

/** How recordings are replayed. */
export interface ReplayOptions {
  /** How many times faster than recorded; default 1. Times inside objects shrink with it. */
  speed?: number;
  /** Go on with varied runs after the recording, until the cluster is closed; default false. */
  loop?: boolean;
  /** Time between the starts of varied runs; default 20 s. */
  intervalMs?: number;
  /** Keep the recorded uids in the first pass; default false. */
  keepUids?: boolean;
  /** Seed of the variation; default 1. */
  seed?: number;
}

/** What a replayer is doing. */
export interface ReplayState {
  /** `recording`: the first pass goes on; `varied`: new runs from time to time. */
  phase: 'idle' | 'recording' | 'varied' | 'stopped';
  playing: string[];
  /** Runs begun after the first pass. */
  variedRuns: number;
}

const DEFAULT_INTERVAL_MS = 20_000;

/** What a play is about. */
interface Subject {
  name: string;
  uid?: string;
}

/**
 * Plays the recording once as it is and then, if wanted, single runs with variation. Also plays the
 * controller for what clients do: a run that they create goes like a recorded one of its kind, a run
 * that they cancel ends.
 */
export class Replayer {
  private readonly random: SeededRandom;
  private readonly runs: RecordedRun[];
  private readonly plays = new Map<Play, Subject>();
  private timer: NodeJS.Timeout | undefined;
  private phase: ReplayState['phase'] = 'idle';
  private variedRuns = 0;

  constructor(
    private readonly deps: { store: ObjectStore; logBook: LogBook },
    private readonly recording: Recording,
    private readonly options: ReplayOptions = {},
  ) {
    this.random = new SeededRandom(options.seed ?? 1);
    this.runs = splitIntoRuns(recording);
  }

  /** Begins; settles when the first pass is over. */
  async start(): Promise<void> {
    this.phase = 'recording';
    const mapUid = this.options.keepUids ? (uid: string) => uid : freshUids();
    const common = {
      ...this.common(),
      startMs: this.deps.store.now(),
      recordedStartMs: this.recording.startMs,
      startOffsetMs: 0,
      rewrite: { mapUid },
    };
    const grouped = new Set(this.runs.flatMap(run => run.events));
    await Promise.all([
      ...this.runs.map(run =>
        this.track(
          { name: run.name, uid: mapUid(run.uid) },
          { ...common, events: run.events, logs: run.logs },
        ),
      ),
      this.track(
        { name: 'other events' },
        {
          ...common,
          events: this.recording.events.filter(event => !grouped.has(event)),
          logs: [],
        },
      ),
    ]);
    if (this.stopped || !this.options.loop) {
      this.phase = this.stopped ? 'stopped' : 'idle';
      return;
    }
    this.phase = 'varied';
    this.scheduleNext();
  }

  /** Starts one varied run; gives its name, and a promise for its end. */
  startVariedRun(): { name: string; namespace: string; done: Promise<void> } {
    if (this.runs.length === 0) {
      throw new Error('Nothing to replay: start the cluster with `replay`');
    }
    const run = chooseRun(this.runs, this.random);
    const change = makeUpChange(this.random, {
      pullRequest: run.events.some(
        ({ object }) =>
          object.metadata.labels?.['pipelinesascode.tekton.dev/pull-request'],
      ),
    });
    const name = varyName(run.name, change.revision);
    const revision = recordedRevision(run.name);
    this.variedRuns += 1;
    const mapUid = freshUids();
    const done = this.track(
      { name, uid: mapUid(run.uid) },
      {
        ...this.from(run),
        rewrite: {
          mapUid,
          texts: [
            [run.name, name],
            ...(revision
              ? [[revision, change.revision] as [string, string]]
              : []),
          ],
          metadata: changeMetadata(change),
        },
      },
    );
    return { name, namespace: run.namespace, done };
  }

  /** Makes a run go that a client created. */
  takeNewRun(type: ResourceType, created: KubernetesObject): void {
    if (!this.controls(type)) {
      return;
    }
    const { name, uid, labels, annotations } = created.metadata;
    const model = findModel(this.runs, created);
    if (!model) {
      const now = this.deps.store.timestamp();
      this.deps.store.overwrite(type, missingReference(created, now));
      return;
    }
    const others = freshUids();
    this.track(
      { name, uid },
      {
        ...this.from(model),
        createdUid: uid,
        rewrite: {
          mapUid: recorded => (recorded === model.uid ? uid : others(recorded)),
          texts: textsForNewRun(model, created),
          metadata: { ...labels, ...annotations },
        },
      },
    );
  }

  /** Ends a run when a client's write asks for it. */
  takeWrite(type: ResourceType, written: KubernetesObject): void {
    const { name, namespace, uid } = written.metadata;
    const run = this.deps.store.find(type, namespace, name);
    if (!run || !this.controls(type) || !wantsCancel(run)) {
      return;
    }
    for (const [each, subject] of this.plays) {
      if (subject.uid === uid) {
        each.stop();
      }
    }
    cancelRun(this.deps.store, run);
  }

  state(): ReplayState {
    return {
      phase: this.phase,
      playing: [...this.plays.values()].map(({ name }) => name),
      variedRuns: this.variedRuns,
    };
  }

  stop(): void {
    this.phase = 'stopped';
    clearTimeout(this.timer);
    [...this.plays.keys()].forEach(each => each.stop());
  }

  private get stopped(): boolean {
    return this.phase === 'stopped';
  }

  /** Whether runs of this kind are played at all. */
  private controls(type: ResourceType): boolean {
    return (
      (type === RESOURCES.pipelineruns || type === RESOURCES.taskruns) &&
      this.runs.length > 0 &&
      !this.stopped
    );
  }

  private common() {
    return { ...this.deps, speed: this.options.speed ?? 1 };
  }

  /** The recorded run from its own start on. */
  private from(run: RecordedRun) {
    return {
      ...this.common(),
      events: untilDeleted(run),
      logs: run.logs,
      recordedStartMs: this.recording.startMs + run.startMs,
      startOffsetMs: run.startMs,
    };
  }

  private async track(subject: Subject, options: PlayOptions) {
    const started = play(options);
    this.plays.set(started, subject);
    await started.done;
    this.plays.delete(started);
  }

  private scheduleNext() {
    this.timer = setTimeout(() => {
      this.startVariedRun();
      this.scheduleNext();
    }, this.options.intervalMs ?? DEFAULT_INTERVAL_MS);
  }
}

/** A varied run is left standing: the pruner, not the recording, decides when it goes. */
function untilDeleted(run: RecordedRun): RecordedRun['events'] {
  const deleted = run.events.find(
    ({ object, type }) => object.metadata.uid === run.uid && type === 'DELETED',
  );
  return run.events.filter(event => !deleted || event.ms < deleted.ms);
}

/** Each recorded uid gets one new uid, the same wherever it stands. */
function freshUids(): (recordedUid: string) => string {
  const uids = new Map<string, string>();
  return recordedUid => {
    const known = uids.get(recordedUid) ?? randomUUID();
    uids.set(recordedUid, known);
    return known;
  };
}
