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

import { JsonObject, KubernetesObject } from '../kubernetes';
import { isRunEvent, latestTime, printLike, RecordedRun } from '../recording';

/** What fills the gaps of a {@link RunTemplate}. */
export interface RunValues {
  /** Milliseconds since the run's start, at recorded pace, to a moment. */
  mapTime(sinceStartMs: number): number;
  /** One for each number below the template's `uids`. */
  uids: string[];
  nextVersion(): number;
  /** Texts by the name of the gap. */
  texts: Record<string, string>;
}

/** A recorded run in its final state, as text with gaps: cheap to fill ten thousand times. */
export interface RunTemplate {
  name: string;
  pipeline: string;
  namespace: string;
  succeeded: boolean;
  pullRequest: boolean;
  /** How long the recorded run took. */
  durationMs: number;
  uids: number;
  fill(values: RunValues): JsonObject[];
}

type Gap =
  | { kind: 'time'; sinceStartMs: number; pattern: string }
  | { kind: 'uid'; index: number }
  | { kind: 'version' }
  | { kind: 'text'; name: string };

/** A text to find in the recording, and the gap that it becomes. */
export interface TextGap {
  recorded: string;
  gap: string;
}

const TIME_OR_UID =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"resourceVersion":"\d+"/
    .source;

/** Turns a recorded run into a template. Texts are found in the order given, the longest first is best. */
export function createTemplate(
  run: RecordedRun,
  textGaps: TextGap[],
): RunTemplate {
  const objects = finalStates(run);
  const text = JSON.stringify(objects);
  const startMs = Date.parse(objects[0].metadata.creationTimestamp);
  const uids = new Map<string, number>();
  const literals: string[] = [];
  const gaps: Gap[] = [];
  const pattern = new RegExp(
    [...textGaps.map(({ recorded }) => escape(recorded)), TIME_OR_UID].join(
      '|',
    ),
    'g',
  );
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [found] = match;
    literals.push(text.slice(end, match.index));
    end = match.index + found.length;
    gaps.push(toGap(found));
  }
  const rest = text.slice(end);

  function toGap(found: string): Gap {
    const named = textGaps.find(({ recorded }) => recorded === found);
    if (named) {
      return { kind: 'text', name: named.gap };
    }
    if (found.startsWith('"resourceVersion"')) {
      return { kind: 'version' };
    }
    if (found.endsWith('Z')) {
      const sinceStartMs = Date.parse(found) - startMs;
      return { kind: 'time', sinceStartMs, pattern: found };
    }
    const index = uids.get(found) ?? uids.size;
    uids.set(found, index);
    return { kind: 'uid', index };
  }

  return {
    name: run.name,
    pipeline: run.pipeline ?? run.name,
    namespace: run.namespace,
    succeeded: run.succeeded,
    pullRequest: text.includes('pipelinesascode.tekton.dev/pull-request'),
    durationMs: Math.max(...objects.map(latestTime)) - startMs,
    uids: uids.size,
    fill(values) {
      const parts = gaps.map(
        (gap, index) => literals[index] + fillGap(gap, values),
      );
      return JSON.parse(parts.join('') + rest);
    },
  };
}

function fillGap(gap: Gap, values: RunValues): string {
  switch (gap.kind) {
    case 'time':
      return printLike(gap.pattern, values.mapTime(gap.sinceStartMs));
    case 'uid':
      return values.uids[gap.index];
    case 'version':
      return `"resourceVersion":"${values.nextVersion()}"`;
    default:
      return values.texts[gap.name];
  }
}

/** The last state of the run and of the runs below it, the run itself first. */
function finalStates(run: RecordedRun): KubernetesObject[] {
  const last = new Map<string, KubernetesObject>();
  for (const { object, ...event } of run.events) {
    if (isRunEvent({ object, ...event })) {
      const { managedFields: _bookkeeping, ...metadata } = object.metadata;
      last.set(object.metadata.uid, { ...object, metadata });
    }
  }
  return [...last.values()];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
