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

import { setTimeout as sleep } from 'timers/promises';
import type { Knex } from 'knex';
import type { DictionaryBytes } from './composeDictionary';
import { compress } from './compression';
import { DictionaryLearner, type Sample } from './DictionaryLearner';
import { DictionaryStore } from './DictionaryStore';
import type { EncodedPayload } from './EncodedPayload';
import { PayloadReader } from './PayloadReader';
import { RunEncoder } from './RunEncoder';
import { runTemplate, type PlacedRun } from './runTemplate';

/** What payloads are compressed with of which nothing was learned. */
const CURRENT_DICTIONARY_ID = 1;
/** Whoever stores runs does not wait longer: it goes on by itself. */
const MAX_LEARNING_MS = 1_000;

/** Runs to learn from, by their uids. */
export type FinishedRuns = Map<string, Sample>;

/**
 * Turns JSON texts into compressed bytes and back. Runs of the same pipeline or
 * task are much alike: what they have in common is learned as they come, and
 * stored once.
 */
export class PayloadCodec {
  /** @param options - `now`: ms since 1970 (UTC) */
  static async create(
    db: Knex,
    options: { now?: () => number } = {},
  ): Promise<PayloadCodec> {
    const dictionaries = await DictionaryStore.create(db);
    return new PayloadCodec(dictionaries, options.now ?? Date.now);
  }

  private readonly learner: DictionaryLearner;

  private constructor(
    private readonly dictionaries: DictionaryStore,
    now: () => number,
  ) {
    this.learner = new DictionaryLearner({
      dictionaries,
      baseId: CURRENT_DICTIONARY_ID,
      now,
    });
  }

  /** Something that is no run, or that comes alone. */
  encode(json: string | Buffer): EncodedPayload {
    return compress(json, this.dictionaries.get(CURRENT_DICTIONARY_ID));
  }

  /**
   * What compresses runs of a cluster.
   *
   * @param db - in a transaction the transaction: there may be one connection only
   * @param options - `finished`: takes what there is to {@link learn} from
   */
  async encoder(
    db: Knex,
    runs: readonly PlacedRun[],
    options: { cluster: string; finished?: FinishedRuns },
  ): Promise<RunEncoder> {
    const { cluster, finished = new Map() } = options;
    const ids = await this.learner.dictionaryIds(
      db,
      new Set(runs.map(run => runTemplate(cluster, run))),
    );
    const loaded = await this.dictionaries.load(db, ids.values());
    const base = this.dictionaries.get(CURRENT_DICTIONARY_ID);
    const dictionaryOf = (template: string) => {
      const id = ids.get(template) ?? base.id;
      const bytes = loaded.get(id);
      return bytes ? { id, bytes } : base;
    };
    return new RunEncoder({ cluster, dictionaryOf, finished });
  }

  /**
   * Learns from runs once they are stored. What goes wrong here is no harm: later
   * runs are as good to learn from, and until then they take more room.
   *
   * @param db - no transaction: what is learned has to be there before it is used
   */
  async learn(db: Knex, finished: FinishedRuns): Promise<void> {
    const done = new AbortController();
    const { signal } = done;
    await Promise.race([
      this.learner.learn(db, finished.values()).catch(() => {}),
      sleep(MAX_LEARNING_MS, undefined, { signal }).catch(() => {}),
    ]);
    done.abort();
  }

  /**
   * What reads these rows.
   *
   * @param db - in a transaction the transaction: there may be one connection only
   */
  async reader(
    db: Knex,
    rows: ReadonlyArray<{ readonly dictionary_id: number | null }>,
  ): Promise<PayloadReader> {
    return new PayloadReader(
      await this.dictionariesOf(
        db,
        rows.map(({ dictionary_id }) => dictionary_id),
      ),
    );
  }

  /** The dictionaries with these ids, of those that exist. See {@link reader}. */
  dictionariesOf(
    db: Knex,
    ids: readonly (number | null)[],
  ): Promise<ReadonlyMap<number, DictionaryBytes>> {
    return this.dictionaries.load(db, ids);
  }

  /** The bytes of a dictionary that a migration brought. */
  dictionary(id: number): Buffer {
    return Buffer.from(this.dictionaries.get(id).bytes.base);
  }
}
