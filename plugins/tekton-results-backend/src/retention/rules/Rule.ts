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
  allOf,
  anyOf,
  isEverything,
  NOTHING,
  type AccessFilter,
  type KeepLast,
} from '../../store';
import type {
  Keeping,
  PolicySettings,
  RetentionSettings,
} from '../settings/RetentionSettings';
import { selectorAccess } from './selectorAccess';

/** The name of the rule for runs that no policy matches. */
export const DEFAULT_POLICY = 'default';

/** What happens to some runs. Every run is within exactly one rule. */
export interface Rule {
  /** Its name. */
  readonly policy: string;
  /** The runs that it decides on: those that no earlier policy matches. */
  readonly within: AccessFilter;
  /** After which age they go; absent: whatever their age, they stay. */
  readonly retentionMs?: number;
  /** Absent: with the run. */
  readonly logsMs?: number;
  readonly eventsMs?: number;
  readonly keepLast?: KeepLast;
  /** Whether they stay even if that takes more space than there may be. */
  readonly forever: boolean;
}

/** Makes rules of policies: the first that matches a run decides. */
export function compileRules(
  settings: Pick<RetentionSettings, 'policies' | 'defaultRetention'>,
): Rule[] {
  const { policies, defaultRetention } = settings;
  const selections = policies.map(({ selector }) => selectorAccess(selector));
  const rules = policies.map((policy, index) =>
    ruleOf(policy, butNot(selections[index], selections.slice(0, index))),
  );
  const rest: Rule = {
    policy: DEFAULT_POLICY,
    within: butNot(allOf(), selections),
    ...keepingOf(defaultRetention),
  };
  return [...rules, rest];
}

function ruleOf(policy: PolicySettings, within: AccessFilter): Rule {
  return {
    policy: policy.name,
    within,
    ...keepingOf(policy.retention),
    logsMs: policy.logsMs,
    eventsMs: policy.eventsMs,
    keepLast: policy.keepLast,
  };
}

function keepingOf(
  keeping: Keeping | undefined,
): Pick<Rule, 'retentionMs' | 'forever'> {
  return {
    retentionMs: typeof keeping === 'number' ? keeping : undefined,
    forever: keeping === 'forever',
  };
}

function butNot(
  selection: AccessFilter,
  earlier: readonly AccessFilter[],
): AccessFilter {
  if (earlier.length === 0) {
    return selection;
  }
  const taken = anyOf(...earlier);
  return isEverything(taken)
    ? NOTHING
    : allOf(selection, { kind: 'not', part: taken });
}
