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

import {
  RUN_KINDS,
  type FindRunsRequest,
} from 'backstage-plugin-tekton-results-common';

const NAMES = ['uid', 'name', 'record', 'result'] as const;

/** What a link of another system knows of a run, and what it wants to show. */
export interface FindLocation {
  /** Absent if the link does not name a run. */
  readonly request?: FindRunsRequest;
  readonly task?: string;
  readonly step?: string;
  /** A part of the page of a run. */
  readonly tab?: string;
}

/** Reads a link: `?namespace=&name=&kind=&cluster=&task=&step=&tab=`. */
export function readFindLocation(params: URLSearchParams): FindLocation {
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const by = NAMES.find(name => text(name) !== undefined);
  const kind = RUN_KINDS.find(
    name => name.toLowerCase() === text('kind')?.toLowerCase(),
  );
  return {
    request: by && {
      [by]: text(by),
      ...given({
        cluster: text('cluster'),
        namespace: text('namespace'),
        kind,
      }),
    },
    task: text('task'),
    step: text('step'),
    tab: text('tab'),
  };
}

/** What the page of a run is to show, as its URL has it; a step means its log. */
export function runQuery({ task, step, tab }: FindLocation): string {
  const params = new URLSearchParams();
  const shown = step ? 'logs' : tab;
  if (shown) {
    params.set('tab', shown);
  }
  if (task) {
    params.set('task', task);
  }
  if (step) {
    params.set('step', step);
  }
  const text = params.toString();
  return text && `?${text}`;
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
