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

import { compress, type Dictionary } from './compression';
import type { Sample } from './DictionaryLearner';
import type { EncodedPayload } from './EncodedPayload';
import { runTemplate, type PlacedRun } from './runTemplate';

/** To learn from longer ones would keep others waiting. */
const MAX_SAMPLE_LENGTH = 128 * 1024;

/** Compresses runs of a cluster that are stored together. */
export class RunEncoder {
  private readonly cluster: string;
  private readonly dictionaryOf: (template: string) => Dictionary;
  private readonly finished: Map<string, Sample>;

  constructor(options: {
    cluster: string;
    /** What to compress runs of a template with. */
    dictionaryOf: (template: string) => Dictionary;
    /** Takes the finished ones, by their uids: a transaction may be tried again. */
    finished: Map<string, Sample>;
  }) {
    this.cluster = options.cluster;
    this.dictionaryOf = options.dictionaryOf;
    this.finished = options.finished;
  }

  encode(run: PlacedRun, json: string | Buffer): EncodedPayload {
    const { facts } = run;
    const template = runTemplate(this.cluster, run);
    const payload = compress(json, this.dictionaryOf(template));
    if (facts.completedAt !== undefined && json.length <= MAX_SAMPLE_LENGTH) {
      const origin = facts.ownerUid ?? facts.uid;
      this.finished.set(facts.uid, { template, origin, payload });
    }
    return payload;
  }
}
