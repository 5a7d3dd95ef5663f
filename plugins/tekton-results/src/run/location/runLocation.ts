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

/** The parts of the page of a run, in their order; the first is the default. */
export const RUN_TABS = [
  'overview',
  'logs',
  'inputs',
  'yaml',
  'events',
  'related',
] as const;

/** One of {@link RUN_TABS}. */
export type RunTab = (typeof RUN_TABS)[number];

/** Ways to look at the tasks of a run; the first is the default. */
export const RUN_VIEWS = ['waterfall', 'table'] as const;

/** One of {@link RUN_VIEWS}. */
export type RunView = (typeof RUN_VIEWS)[number];

/** What the URL says of the page of a run. */
export interface RunLocation {
  readonly tab: RunTab;
  readonly view: RunView;
  /** Key of the selected task, see `taskKeys`. */
  readonly task?: string;
  /** Number of the selected attempt; the last one if absent. */
  readonly attempt?: number;
  readonly step?: string;
}

/** What to change of the URL; null takes a part out of it. */
export type RunLocationChange = Readonly<
  Record<string, string | number | null | undefined>
>;

/** What the URL leaves out. */
const DEFAULTS: RunLocationChange = {
  tab: RUN_TABS[0],
  view: RUN_VIEWS[0],
};

/** Parts that mean nothing without the part they belong to. */
const DEPENDENTS: Readonly<Record<string, readonly string[]>> = {
  tab: ['lines', 'find', 'findIn', 'findAs', 'line'],
  task: ['attempt', 'step', 'lines'],
  attempt: ['step', 'lines'],
  step: ['lines'],
};

/** Reads the URL; what it says wrongly counts as not said. */
export function readRunLocation(params: URLSearchParams): RunLocation {
  const attempt = Number(params.get('attempt'));
  return {
    tab: oneOf(RUN_TABS, params.get('tab')),
    view: oneOf(RUN_VIEWS, params.get('view')),
    task: params.get('task') || undefined,
    attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : undefined,
    step: params.get('step') || undefined,
  };
}

/** Changes parts of a URL and keeps those that it does not know. */
export function changeRunLocation(
  params: URLSearchParams,
  change: RunLocationChange,
): URLSearchParams {
  const result = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) {
      continue;
    }
    const text = value === null || value === DEFAULTS[name] ? null : `${value}`;
    if (result.get(name) !== text) {
      DEPENDENTS[name]?.forEach(dependent => {
        if (!(dependent in change)) {
          result.delete(dependent);
        }
      });
    }
    if (text === null) {
      result.delete(name);
    } else {
      result.set(name, text);
    }
  }
  return result;
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T {
  return values.find(value => value === text) ?? values[0];
}
