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

import { createHash } from 'crypto';
import { generateHistory, varyHistory, type JsonObject } from 'example-cluster';

/** What the history is recognised by in queries. */
export const HISTORY = {
  days: 365,
  commonComponent: 'checkout',
  rareLabel: { key: 'acme.example/release', value: 'candidate' },
  branch: 'main',
  namespace: 'search',
  pipeline: 'build-and-push-1',
} as const;

/** On average; less than half of a percent off with ten thousand records. */
const RECORDS_PER_RUN = 5.3;
const MORE_THAN_ENOUGH = 1.03;
const SEED = 1;
const RARE_LABEL_EVERY = 500;
/** Of objects, and how long their scripts are: most are short, a few very long. */
const SCRIPT_SHARES = [
  { upTo: 0.55, bytes: 0 },
  { upTo: 0.75, bytes: 3_000 },
  { upTo: 0.88, bytes: 8_000 },
  { upTo: 0.96, bytes: 16_000 },
  { upTo: 0.99, bytes: 30_000 },
  { upTo: 1, bytes: 54_000 },
] as const;
const SCRIPTS_OF_A_LENGTH = 8;
const WORDS =
  'echo export curl kubectl apply build push image cache layer tag digest release test report token retry sleep until done then else function return local set unset mkdir copy move git clone fetch merge sign verify scan upload download tar unzip'.split(
    ' ',
  );

/**
 * The objects of a year of a made-up company, oldest first, each run followed by
 * its tasks: more than `records`, and few more. They differ in all that lists are
 * narrowed by, and have 1 to 60 kB; the same number gives the same objects.
 */
export function* benchedHistory(records: number): Generator<JsonObject[]> {
  const runs = Math.ceil((records / RECORDS_PER_RUN) * MORE_THAN_ENOUGH);
  const groups = generateHistory({
    runs,
    days: HISTORY.days,
    seed: SEED,
    until: new Date(),
  });
  let index = 0;
  for (const { objects } of varyHistory(groups, {
    runs,
    clusters: ['any'],
    seed: SEED,
  })) {
    for (const [position, object] of objects.entries()) {
      if (index % RARE_LABEL_EVERY === 0) {
        labelRarely(object);
      }
      addScript(object, `${index}/${position}`);
    }
    yield objects;
    index += 1;
  }
}

function labelRarely(object: JsonObject): void {
  const { key, value } = HISTORY.rareLabel;
  const metadata = part(object, 'metadata');
  metadata.labels = { ...part(metadata, 'labels'), [key]: value };
}

/** As long scripts are what makes objects large, in the specification that they ran. */
function addScript(object: JsonObject, id: string): void {
  const digest = digestOf(id);
  const share = digest.readUInt32BE(0) / 2 ** 32;
  const { bytes } = SCRIPT_SHARES.find(({ upTo }) => share < upTo)!;
  if (bytes === 0) {
    return;
  }
  const steps = [
    { name: 'script', image: 'bash', script: script(bytes, digest[4]) },
  ];
  const status = part(object, 'status');
  object.status =
    object.kind === 'PipelineRun'
      ? {
          ...status,
          pipelineSpec: withMore(part(status, 'pipelineSpec'), 'finally', [
            { name: 'report', taskSpec: { steps } },
          ]),
        }
      : {
          ...status,
          taskSpec: withMore(part(status, 'taskSpec'), 'steps', steps),
        };
}

function withMore(
  object: JsonObject,
  key: string,
  items: JsonObject[],
): JsonObject {
  const present = object[key];
  return {
    ...object,
    [key]: [...(Array.isArray(present) ? present : []), ...items],
  };
}

function part(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

const scripts = new Map<string, string>();

function script(bytes: number, which: number): string {
  const key = `${bytes}/${which % SCRIPTS_OF_A_LENGTH}`;
  let text = scripts.get(key);
  if (text === undefined) {
    const lines: string[] = [];
    for (let length = 0; length < bytes; ) {
      const digest = digestOf(`${key}/${lines.length}`);
      const line = [...digest.subarray(0, 9)]
        .map(byte => WORDS[byte % WORDS.length])
        .join(' ')
        .concat(' ', digest.toString('hex', 9, 13));
      lines.push(line);
      length += line.length + 1;
    }
    text = lines.join('\n');
    scripts.set(key, text);
  }
  return text;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
