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

import type { RunFacts } from 'backstage-plugin-tekton-results-common';
import { compress, type Dictionary } from './compression';
import type { Sample } from './DictionaryLearner';
import type { EncodedPayload } from './EncodedPayload';
import { runTemplate } from './runTemplate';

/** To learn from longer ones would keep others waiting. */
const MAX_SAMPLE_LENGTH = 128 * 1024;

/** Compresses runs of a cluster that are stored together. */
export class RunEncoder {
  private readonly cluster: string;
  private readonly dictionaryOf: (template: string) => Dictionary;
  private readonly addSample: (sample: Sample) => void;

  constructor(options: {
    cluster: string;
    /** What to compress runs of a template with. */
    dictionaryOf: (template: string) => Dictionary;
    addSample: (sample: Sample) => void;
  }) {
    this.cluster = options.cluster;
    this.dictionaryOf = options.dictionaryOf;
    this.addSample = options.addSample;
  }

  encode(facts: RunFacts, json: string | Buffer): EncodedPayload {
    const template = runTemplate(this.cluster, facts);
    const payload = compress(json, this.dictionaryOf(template));
    if (facts.completedAt !== undefined && json.length <= MAX_SAMPLE_LENGTH) {
      const origin = facts.ownerUid ?? facts.uid;
      this.addSample({ template, origin, payload });
    }
    return payload;
  }
}
