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
import { commonText } from './commonText';
import { compress } from './compression';
import type { DictionaryStore } from './DictionaryStore';
import type { EncodedPayload } from './EncodedPayload';
import { isTimeToLearn, isWorthKeeping, SAMPLES } from './learningTime';
import { PayloadReader } from './PayloadReader';

const MAX_TEMPLATES = 2_000;
const MAX_SAMPLES_BYTES = 16 * 1024 * 1024;
/** Of a template beside its samples. */
const TEMPLATE_BYTES = 300;

/** A finished run as it was compressed. */
export interface Sample {
  readonly template: string;
  /** Of runs that share it, one is enough: they say the same of one commit. */
  readonly origin: string;
  readonly payload: EncodedPayload;
}

interface Template {
  dictionaryId: number | undefined;
  runsSinceLearned: number;
  /** By their origins, the oldest first. */
  readonly samples: Map<string, EncodedPayload>;
}

/** Finds out what runs of the same template have in common. */
export class DictionaryLearner {
  private readonly dictionaries: DictionaryStore;
  private readonly baseId: number;
  private readonly now: () => number;
  private readonly templates = new LRUCache<string, Template>({
    max: MAX_TEMPLATES,
    maxSize: MAX_SAMPLES_BYTES,
    sizeCalculation: ({ samples }) =>
      TEMPLATE_BYTES + sizeOf([...samples.values()]),
  });

  /** Names of templates that it is time to learn of. */
  private readonly due = new Set<string>();

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
        samples: new Map(),
      });
    }
    return new Map(
      [...templates].map(name => [
        name,
        this.templates.get(name)?.dictionaryId ?? this.baseId,
      ]),
    );
  }

  add(sample: Sample): void {
    const template = this.templates.get(sample.template);
    if (!template) {
      return;
    }
    if (addSample(template, sample)) {
      this.due.add(sample.template);
    }
    // Its size is another one.
    this.templates.set(sample.template, template);
  }

  /**
   * Learns from the runs that were added, where it is time.
   *
   * @param db - no transaction: what is learned has to be there before it is used
   */
  async learn(db: Knex): Promise<void> {
    for (const name of this.due) {
      this.due.delete(name);
      const template = this.templates.get(name);
      if (template) {
        await this.learnTemplate(db, name, template);
        await nextTurn();
      }
    }
  }

  private async learnTemplate(
    db: Knex,
    name: string,
    template: Template,
  ): Promise<void> {
    const payloads = [...template.samples.values()];
    const reader = new PayloadReader(
      await this.dictionaries.load(
        db,
        payloads.map(({ dictionary_id }) => dictionary_id),
      ),
    );
    const texts = payloads.map(payload => reader.decodeText(payload));
    const learned = commonText(texts.map(text => text.toString('utf8')));
    await nextTurn();
    const { dictionaries, baseId } = this;
    const candidate = dictionaries.prepare(learned, baseId);
    const isWorth = isWorthKeeping({
      runsSinceLearned: template.runsSinceLearned,
      bytesWithout: sizeOf(payloads),
      bytesWith: sizeOf(texts.map(text => compress(text, candidate))),
      dictionaryBytes: candidate.packed.length,
    });
    if (!isWorth) {
      return;
    }
    const added = await dictionaries.add(db, candidate, {
      template: name,
      now: this.now(),
    });
    if (added) {
      template.dictionaryId = candidate.id;
      template.runsSinceLearned = 0;
    }
  }
}

/** @returns whether it is time to learn from them */
function addSample(template: Template, { origin, payload }: Sample): boolean {
  const { samples } = template;
  if (samples.has(origin)) {
    samples.set(origin, payload);
    return false;
  }
  samples.set(origin, payload);
  for (const oldest of samples.keys()) {
    if (samples.size <= SAMPLES) {
      break;
    }
    samples.delete(oldest);
  }
  template.runsSinceLearned += 1;
  return samples.size === SAMPLES && isTimeToLearn(template.runsSinceLearned);
}

function sizeOf(payloads: readonly EncodedPayload[]): number {
  return payloads.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
