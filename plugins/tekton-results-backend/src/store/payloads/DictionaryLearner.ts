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

import { setImmediate as nextTurn } from 'timers/promises';
import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { mapInTurns } from '../../turnsOfOthers';
import { commonText } from './commonText';
import { compress } from './compression';
import type { DictionaryStore } from './DictionaryStore';
import type { EncodedPayload } from './EncodedPayload';
import {
  isTimeToLearn,
  isWorthKeeping,
  runsUntilLearned,
  SAMPLES,
  TRIED_SAMPLES,
} from './learningTime';
import { PayloadReader } from './PayloadReader';

const MAX_TEMPLATES = 2_000;
const MAX_SAMPLES_BYTES = 8 * 1024 * 1024;
/** Of a template beside its samples. */
const TEMPLATE_BYTES = 500;

/** A finished run as it was compressed. */
export interface Sample {
  readonly template: string;
  /** Of runs that share it, one is enough: they say the same of one commit. */
  readonly origin: string;
  readonly payload: EncodedPayload;
}

interface Template {
  readonly dictionaryId: number | undefined;
  readonly runsSinceLearned: number;
  /** Of the last runs, the oldest first. */
  readonly origins: readonly string[];
  /** Of these runs the last ones, if it is soon time to learn from them. */
  readonly samples: readonly EncodedPayload[];
}

/** Finds out what runs of the same template have in common. */
export class DictionaryLearner {
  private readonly dictionaries: DictionaryStore;
  private readonly baseId: number;
  private readonly now: () => number;
  private readonly templates = new LRUCache<string, Template>({
    max: MAX_TEMPLATES,
    maxSize: MAX_SAMPLES_BYTES,
    sizeCalculation: ({ samples }, name) =>
      TEMPLATE_BYTES + name.length + sizeOf(samples),
  });

  constructor(options: {
    dictionaries: DictionaryStore;
    /** The dictionary of runs of which nothing was learned. */
    baseId: number;
    now: () => number;
  }) {
    this.dictionaries = options.dictionaries;
    this.baseId = options.baseId;
    this.now = options.now;
  }

  /**
   * Which dictionaries to compress runs of these templates with.
   *
   * @param db - in a transaction the transaction
   */
  async dictionaryIds(
    db: Knex,
    templates: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, number>> {
    const unknown = [...templates].filter(name => !this.templates.has(name));
    const newest = await this.dictionaries.newest(db, unknown);
    for (const name of unknown) {
      this.templates.set(name, {
        dictionaryId: newest.get(name),
        runsSinceLearned: 0,
        origins: [],
        samples: [],
      });
    }
    return new Map(
      [...templates].map(name => [
        name,
        this.templates.get(name)?.dictionaryId ?? this.baseId,
      ]),
    );
  }

  /** How many bytes the samples and what is known of templates take. */
  get size(): number {
    return this.templates.calculatedSize;
  }

  /**
   * Learns from runs that are stored, where it is time.
   *
   * @param db - no transaction: what is learned has to be there before it is used
   */
  async learn(db: Knex, samples: Iterable<Sample>): Promise<void> {
    const due = new Map<string, Template>();
    for (const sample of samples) {
      const template = this.templates.get(sample.template);
      const added = template && withSample(template, sample);
      if (added) {
        const isTime = isTimeToLearn(added.runsSinceLearned);
        if (isTime) {
          due.set(sample.template, added);
        }
        this.templates.set(
          sample.template,
          isTime ? { ...added, samples: [] } : added,
        );
      }
    }
    for (const [name, template] of due) {
      await this.learnTemplate(db, name, template);
      await nextTurn();
    }
  }

  private async learnTemplate(
    db: Knex,
    name: string,
    template: Template,
  ): Promise<void> {
    const payloads = template.samples;
    const reader = new PayloadReader(
      await this.dictionaries.load(
        db,
        payloads.map(({ dictionary_id }) => dictionary_id),
      ),
    );
    const texts = await mapInTurns(payloads, payload =>
      reader.decodeText(payload),
    );
    const learned = commonText(texts.map(text => text.toString('utf8')));
    await nextTurn();
    const { dictionaries, baseId } = this;
    const candidate = dictionaries.prepare(learned, baseId);
    const isWorth = isWorthKeeping({
      runsSinceLearned: template.runsSinceLearned,
      bytesWithout: sizeOf(payloads.slice(0, TRIED_SAMPLES)),
      bytesWith: sizeOf(
        await mapInTurns(texts.slice(0, TRIED_SAMPLES), text =>
          compress(text, candidate),
        ),
      ),
      dictionaryBytes: candidate.packed.length,
    });
    if (!isWorth) {
      return;
    }
    const added = await dictionaries.add(db, candidate, {
      template: name,
      now: this.now(),
    });
    const now = this.templates.get(name);
    if (added && now) {
      this.templates.set(name, {
        ...now,
        dictionaryId: candidate.id,
        runsSinceLearned: 0,
        samples: [],
      });
    }
  }
}

/** @returns undefined if it has one of that origin */
function withSample(
  template: Template,
  { origin, payload }: Sample,
): Template | undefined {
  if (template.origins.includes(origin)) {
    return undefined;
  }
  const runsSinceLearned = template.runsSinceLearned + 1;
  const isSoon = runsUntilLearned(runsSinceLearned) < SAMPLES;
  return {
    ...template,
    runsSinceLearned,
    origins: [...template.origins, origin].slice(-SAMPLES),
    samples: isSoon ? [...template.samples, payload].slice(-SAMPLES) : [],
  };
}

function sizeOf(payloads: readonly EncodedPayload[]): number {
  return payloads.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
