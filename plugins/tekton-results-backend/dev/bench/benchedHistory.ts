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
import {
  asObject,
  generateHistory,
  varyHistory,
  type JsonObject,
} from 'example-cluster';

/** What the history is recognised by in queries. */
export const HISTORY = {
  days: 365,
  commonComponent: 'checkout',
  rareLabel: { key: 'acme.example/release', value: 'candidate' },
  /** Of which ten thousand records have more than a page, too. */
  scarceLabel: { key: 'acme.example/channel', value: 'preview' },
  branch: 'main',
  namespace: 'search',
  pipeline: 'build-and-push-1',
} as const;

/** On average; less than half of a percent off with ten thousand records. */
const RECORDS_PER_RUN = 5.3;
const MORE_THAN_ENOUGH = 1.03;
/** The first runs of all, of which the mean says little. */
const FEW_RUNS_MORE = 30;
const SEED = 1;
/** In runs. */
const RARE_LABEL_EVERY = 500;
const SCARCE_LABEL_EVERY = 20;
/** Of tasks, and how long their scripts are: most are short, a few very long. */
const SCRIPT_SHARES = [
  { upTo: 0.55, bytes: 2_000 },
  { upTo: 0.75, bytes: 4_000 },
  { upTo: 0.88, bytes: 9_000 },
  { upTo: 0.96, bytes: 16_000 },
  { upTo: 0.99, bytes: 30_000 },
  { upTo: 1, bytes: 48_000 },
] as const;
/** So long a script stays as it is; then some of its lines change. */
const SCRIPT_DAYS = 60;
const CHANGED_LINES = 0.1;
/** Lines that name the run, as parameters are put into scripts. */
const RUN_EVERY_LINES = 25;
const RUN_MARK = '$(context.run.name)';
const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEK_MS = 7 * DAY_MS;
const FIRST_MONDAY = Date.UTC(1970, 0, 5);
const WORDS =
  'echo export curl kubectl apply build push image cache layer tag digest release test report token retry sleep until done then else function return local set unset mkdir copy move git clone fetch merge sign verify scan upload download tar unzip'.split(
    ' ',
  );

/**
 * The objects of a year of a made-up company, oldest first, each run followed by
 * its tasks: more than `records`, and few more. They differ in all that lists are
 * narrowed by, and have 3 to 60 kB. The same number gives the same objects, moved by
 * whole weeks; the newest are some two weeks old, as there are more runs than are used.
 */
export function* benchedHistory(records: number): Generator<JsonObject[]> {
  const runs = Math.ceil(
    Math.max(
      (records / RECORDS_PER_RUN) * MORE_THAN_ENOUGH,
      records / RECORDS_PER_RUN + FEW_RUNS_MORE,
    ),
  );
  const until = endOfHistory();
  const groups = generateHistory({
    runs,
    days: HISTORY.days,
    seed: SEED,
    until,
  });
  let index = 0;
  for (const { objects } of varyHistory(groups, {
    runs,
    clusters: ['any'],
    seed: SEED,
  })) {
    for (const object of objects) {
      if (index % RARE_LABEL_EVERY === 0) {
        addLabel(object, HISTORY.rareLabel);
      }
      if (index % SCARCE_LABEL_EVERY === 0) {
        addLabel(object, HISTORY.scarceLabel);
      }
      addScript(object, until);
      addManagedFields(object);
    }
    yield objects;
    index += 1;
  }
}

/** So that working hours and weekends are the same however late the last of them is. */
export function endOfHistory(): Date {
  const weeks = Math.floor((Date.now() - FIRST_MONDAY) / WEEK_MS);
  return new Date(FIRST_MONDAY + weeks * WEEK_MS);
}

function addLabel(
  object: JsonObject,
  { key, value }: { key: string; value: string },
): void {
  const metadata = part(object, 'metadata');
  metadata.labels = { ...part(metadata, 'labels'), [key]: value };
}

/**
 * As long scripts are what makes objects large, in the specification that they ran:
 * the same for each run of a task, but for what was put in of the run.
 */
function addScript(object: JsonObject, until: Date): void {
  const metadata = part(object, 'metadata');
  const labels = part(metadata, 'labels');
  const template = [
    object.kind,
    labels['tekton.dev/pipeline'],
    labels['tekton.dev/pipelineTask'],
  ].join('/');
  const share = digestOf(template).readUInt32BE(0) / 2 ** 32;
  const { bytes } = SCRIPT_SHARES.find(({ upTo }) => share < upTo)!;
  const age = until.getTime() - Date.parse(String(metadata.creationTimestamp));
  const text = script({
    template,
    bytes,
    version: Math.floor(age / (SCRIPT_DAYS * DAY_MS)),
  }).replaceAll(RUN_MARK, String(metadata.name));
  const steps = [{ name: 'script', image: 'bash', script: text }];
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

/** As the API server notes which writer has set what. */
function addManagedFields(object: JsonObject): void {
  const { annotations, labels, creationTimestamp } = part(object, 'metadata');
  const metadata = { annotations: annotations ?? {}, labels: labels ?? {} };
  const entry = {
    apiVersion: object.apiVersion,
    fieldsType: 'FieldsV1',
    manager: 'tekton-controller',
    operation: 'Update',
    time: creationTimestamp,
  };
  object.metadata = {
    ...part(object, 'metadata'),
    managedFields: [
      { ...entry, fieldsV1: fieldsOf({ metadata, spec: object.spec ?? {} }) },
      {
        ...entry,
        fieldsV1: fieldsOf({ status: object.status ?? {} }),
        subresource: 'status',
      },
    ],
  };
}

/** In the notation of `managedFields`; lists are set as a whole. */
function fieldsOf(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(object).map(key => {
      const members = part(object, key);
      const isEmpty = Object.keys(members).length === 0;
      return [`f:${key}`, isEmpty ? {} : { '.': {}, ...fieldsOf(members) }];
    }),
  );
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
  return asObject(object[key]);
}

const scripts = new Map<string, string>();

/** With {@link RUN_MARK} where runs differ. */
function script(options: {
  template: string;
  bytes: number;
  version: number;
}): string {
  const { template, bytes, version } = options;
  const key = `${template}/${version}`;
  let text = scripts.get(key);
  if (text === undefined) {
    const lines: string[] = [];
    for (let length = 0; length < bytes; ) {
      const number = lines.length;
      const line = scriptLine(template, number, version);
      lines.push(number % RUN_EVERY_LINES === 1 ? `${line} ${RUN_MARK}` : line);
      length += line.length + 1;
    }
    text = lines.join('\n');
    scripts.set(key, text);
  }
  return text;
}

function scriptLine(template: string, number: number, version: number): string {
  const first = digestOf(`${template}/${number}`);
  const isChanging = first[31] < CHANGED_LINES * 256;
  const digest = isChanging
    ? digestOf(`${template}/${number}/${version}`)
    : first;
  return [...digest.subarray(0, 9)]
    .map(byte => WORDS[byte % WORDS.length])
    .join(' ')
    .concat(' ', digest.toString('hex', 9, 13));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
