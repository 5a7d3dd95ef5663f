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

import { isJsonObject, JsonObject } from '../kubernetes';
import { readRecording, splitIntoRuns } from '../recording';
import {
  Change,
  makeUpChange,
  recordedRevision,
  SeededRandom,
  varyName,
} from '../variation';
import { Component, COMPONENTS } from './components';
import { createTemplate, RunTemplate, TextGap } from './runTemplate';
import { spreadMoments } from './workingHours';

/** What history to make up. */
export interface GenerateHistoryOptions {
  /** Top-level runs. */
  runs: number;
  /** No run ends later. */
  until: Date;
  /** How far it goes back; default 365. */
  days?: number;
  /** The same seed gives the same history; default 1. */
  seed?: number;
  /** The folder of the recordings; default: those of the project. */
  recordings?: string;
}

/** One top-level run in its final state, followed by the runs below it. */
export interface HistoryGroup {
  objects: JsonObject[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_DURATION_MS = 45 * 60 * 1000;
const SUCCESS_SHARE = 0.8;
/** Recorded runs take seconds; real ones take minutes. */
const MIN_SLOWDOWN = 8;
const MAX_SLOWDOWN = 40;

/**
 * Makes up the history of a busy company from the recorded runs, oldest first. Pure: the same
 * options always give the same objects. Nothing is kept, so any number of runs can be had.
 */
export function* generateHistory(
  options: GenerateHistoryOptions,
): Generator<HistoryGroup> {
  const random = new SeededRandom(options.seed ?? 1);
  const templates = readTemplates(options.recordings);
  const toMs = options.until.getTime() - MAX_DURATION_MS;
  const moments = spreadMoments({
    count: options.runs,
    fromMs: options.until.getTime() - (options.days ?? 365) * DAY_MS,
    toMs,
    chance: () => random.next(),
  });
  let version = 1000;
  const nextVersion = () => {
    version += 1;
    return version;
  };
  let index = 0;
  for (const startMs of moments) {
    const component = random.pickWeighted(COMPONENTS);
    const template = chooseTemplate(templates, component, random);
    const change = makeUpChange(random, {
      pullRequest: template.pullRequest,
      revision: uniqueRevision(index, options.seed ?? 1),
    });
    yield {
      objects: fillTemplate({
        template,
        component,
        change,
        startMs,
        random,
        nextVersion,
      }),
    };
    index += 1;
  }
}

function readTemplates(recordings: string | undefined): RunTemplate[] {
  return splitIntoRuns(readRecording(recordings)).map(run => {
    const first = run.created.metadata;
    const value = (name: string) =>
      first.labels?.[name] ?? first.annotations?.[name];
    return createTemplate(run, textGapsOf(run, value));
  });
}

/** What of a recorded run is different in each generated one. Before any text that is a part of it. */
function textGapsOf(
  run: { name: string; namespace: string },
  value: (name: string) => string | undefined,
): TextGap[] {
  const pac = 'pipelinesascode.tekton.dev';
  const member = (name: string, gap: string): TextGap[] => {
    const recorded = value(name);
    return recorded === undefined
      ? []
      : [
          {
            recorded: `${JSON.stringify(name)}:${JSON.stringify(recorded)}`,
            gap,
          },
        ];
  };
  const revision = recordedRevision(run.name);
  return [
    ...member('backstage.io/kubernetes-id', 'kubernetesId'),
    ...member(`${pac}/branch`, 'branch'),
    ...member(`${pac}/sender`, 'sender'),
    ...member(`${pac}/sha-title`, 'title'),
    ...member(`${pac}/pull-request`, 'pullRequest'),
    {
      recorded: `"namespace":${JSON.stringify(run.namespace)}`,
      gap: 'namespace',
    },
    { recorded: run.name, gap: 'name' },
    ...(revision ? [{ recorded: revision, gap: 'revision' }] : []),
    { recorded: '77aa01c', gap: 'revision' },
    { recorded: 'acme/payments', gap: 'repository' },
    { recorded: 'checkout', gap: 'component' },
  ];
}

function chooseTemplate(
  templates: RunTemplate[],
  component: Component,
  random: SeededRandom,
): RunTemplate {
  const succeeds = random.next() < SUCCESS_SHARE;
  const candidates = component.pipelines.flatMap(({ name, weight }) => {
    const fitting = templates.filter(
      each => each.pipeline === name && each.succeeded === succeeds,
    );
    return fitting.map(template => ({
      template,
      weight: weight / fitting.length,
    }));
  });
  if (candidates.length > 0) {
    return random.pickWeighted(candidates).template;
  }
  const names = component.pipelines.map(({ name }) => name);
  return random.pick(templates.filter(each => names.includes(each.pipeline)));
}

function fillTemplate(options: {
  template: RunTemplate;
  component: Component;
  change: Change;
  startMs: number;
  random: SeededRandom;
  nextVersion: () => number;
}): JsonObject[] {
  const { template, component, change, startMs, random } = options;
  const slowdown = Math.min(
    MIN_SLOWDOWN +
      random.next() * random.next() * (MAX_SLOWDOWN - MIN_SLOWDOWN),
    MAX_DURATION_MS / Math.max(1, template.durationMs),
  );
  const member = (name: string, value: string) =>
    `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  const pac = 'pipelinesascode.tekton.dev';
  const base = template.name.replace('checkout', component.name);
  const objects = template.fill({
    mapTime: sinceStartMs => startMs + sinceStartMs * slowdown,
    uids: Array.from({ length: template.uids }, () => random.uuid()),
    nextVersion: options.nextVersion,
    texts: {
      kubernetesId: member(
        'backstage.io/kubernetes-id',
        component.kubernetesId ?? '',
      ),
      branch: member(`${pac}/branch`, change.branch),
      sender: member(`${pac}/sender`, change.author),
      title: member(`${pac}/sha-title`, change.title),
      pullRequest: member(
        `${pac}/pull-request`,
        String(change.pullRequest ?? ''),
      ),
      namespace: member('namespace', component.namespace),
      name: varyName(base, change.revision),
      revision: change.revision,
      repository: `acme/${component.name}`,
      component: component.name,
    },
  });
  if (!component.kubernetesId) {
    objects.forEach(removeCatalogLabel);
  }
  return objects;
}

function removeCatalogLabel(object: JsonObject) {
  const { metadata } = object;
  if (isJsonObject(metadata) && isJsonObject(metadata.labels)) {
    delete metadata.labels['backstage.io/kubernetes-id'];
  }
}

/** Seven hexadecimal digits that no other run of the same history has: an odd factor permutes 2^28 numbers. */
function uniqueRevision(index: number, seed: number): string {
  const mixed =
    (BigInt(index) * 0x9e3779b1n + BigInt(seed) * 0x85ebca6bn) %
    BigInt(2 ** 28);
  return mixed.toString(16).padStart(7, '0');
}
