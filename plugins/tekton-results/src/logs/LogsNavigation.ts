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

import type { TaskExecution } from 'backstage-plugin-tekton-results-common';

/** A task of a run, and what names it in URLs. */
export interface NamedTask {
  readonly key: string;
  readonly task: TaskExecution;
}

/**
 * What the URL says, how to change it, and links to changes. Null takes a part out
 * of it; what belongs to a part that changes (as `lines` to a `step`) goes with it.
 */
export interface LogsNavigation {
  readonly params: URLSearchParams;
  readonly goTo: (
    change: Readonly<Record<string, string | number | null | undefined>>,
    options?: { readonly replace?: boolean },
  ) => void;
  readonly linkTo: (
    change: Readonly<Record<string, string | number | null | undefined>>,
  ) => string;
}
