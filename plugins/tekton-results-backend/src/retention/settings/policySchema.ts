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

import { RUN_KINDS } from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { FilterError, parseFilter, type Filter } from '../../filter';
import { isObject } from '../../settings';
import { AGE_FORMS, parseAge } from './parseAge';
import type {
  Keeping,
  KeyValues,
  PolicySelector,
  PolicySettings,
} from './RetentionSettings';

const MAX_NAME_LENGTH = 200;
/** More would be asked of the database for each batch. */
const MAX_KEPT_RUNS = 1_000;

/**
 * What is said of a key without a value, be it null or, in pasted YAML, an empty
 * text: it may be meant to match all runs, or none.
 */
const NO_VALUE = 'has no value: give it one, or leave it out';

/** Says what a value must be, or that there is none. */
function mustBe(what: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      hasNoValue(input) ? NO_VALUE : `must be ${what}`,
  };
}

function hasNoValue(input: unknown): boolean {
  return input === null || input === '';
}

const text = z
  .string(mustBe('a text; put it in quotes'))
  // Unlike min(1), it is not asked of what is no text.
  .refine(value => value !== '', 'must not be empty');

/** An empty list is a mistake: it may be meant to match all runs, or none. */
const SOME = [
  (list: readonly unknown[]) => list.length > 0,
  'must not be empty; leave it out to match any',
] as const;

const texts = z.array(text, mustBe('a list of texts')).refine(...SOME);

const kinds = z
  .array(
    z.enum(RUN_KINDS, `must be one of ${RUN_KINDS.join(', ')}`),
    mustBe('a list'),
  )
  .refine(...SOME);

const keyValues = z
  .record(text, texts, mustBe('an object of keys with lists of values'))
  .refine(map => Object.keys(map).length > 0, SOME[1])
  .transform((map): KeyValues[] =>
    Object.entries(map).map(([key, values]) => ({ key, values })),
  )
  .optional();

/** Something that a parser of ours reads; undefined is no such thing. */
function parsed<T>(parse: (value: unknown) => T | undefined, message: string) {
  return z.unknown().transform((value, context): T => {
    const result = parse(value);
    if (result === undefined) {
      context.addIssue({
        code: 'custom',
        message: messageAbout(value, message),
      });
      return z.NEVER;
    }
    return result;
  });
}

function messageAbout(value: unknown, message: string): string {
  if (value === undefined) {
    return 'must be given';
  }
  return hasNoValue(value) ? NO_VALUE : message;
}

const age = parsed(parseAge, `must be ${AGE_FORMS}`);

/** For how long something is kept; for ever if so said. */
export const keepingSchema = parsed(
  (value): Keeping | undefined =>
    value === 'forever' ? value : parseAge(value),
  `must be ${AGE_FORMS}, or 'forever'`,
);

const filter = text.transform((source, context): Filter => {
  try {
    const result = parseFilter(source, 'records');
    if (result) {
      return result;
    }
    context.addIssue({ code: 'custom', message: 'must not be empty' });
  } catch (error) {
    if (!(error instanceof FilterError)) {
      throw error;
    }
    context.addIssue({
      code: 'custom',
      message: `is no filter: ${error.message}`,
    });
  }
  return z.NEVER;
});

const criteria = z
  .strictObject(
    {
      matchClusters: texts.optional(),
      matchNamespaces: texts.optional(),
      matchKinds: kinds.optional(),
      matchPipelines: texts.optional(),
      matchStatuses: texts.optional(),
      matchLabels: keyValues,
      matchAnnotations: keyValues,
      filter: filter.optional(),
    },
    { error: notAnObject },
  )
  .transform(given => ({
    clusters: given.matchClusters,
    namespaces: given.matchNamespaces,
    kinds: given.matchKinds,
    pipelines: given.matchPipelines,
    statuses: given.matchStatuses,
    labels: given.matchLabels ?? [],
    annotations: given.matchAnnotations ?? [],
    filter: given.filter,
  }));

/** Looked at as it is given: of unknown criteria nothing is left. */
const selector = z
  .unknown()
  .refine(
    given => !isObject(given) || Object.keys(given).length > 0,
    'must not be empty; leave it out to match all runs',
  )
  .pipe(criteria);

const ALL_RUNS: PolicySelector = { labels: [], annotations: [] };

const KEEP_LAST_FORMS = `must be a number of runs from 1 to ${MAX_KEPT_RUNS}, or such as { count: 5, per: branch }`;

const count = parsed(value => {
  // Texts, too: in pasted YAML everything is one.
  const number = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0;
  return number >= 1 && number <= MAX_KEPT_RUNS ? number : undefined;
}, KEEP_LAST_FORMS);

const keepLast = z.preprocess(
  value =>
    typeof value === 'number' || typeof value === 'string'
      ? { count: value }
      : value,
  z.strictObject(
    {
      count,
      per: z
        .enum(['pipeline', 'branch'], 'must be pipeline or branch')
        .default('pipeline'),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? KEEP_LAST_FORMS : undefined,
    },
  ),
);

/** An element of `policies`. What upstream ignores is refused: it may be misspelt. */
export const policySchema = z
  .strictObject(
    {
      name: text
        .max(MAX_NAME_LENGTH, `must not be longer than ${MAX_NAME_LENGTH}`)
        .optional(),
      selector: selector.optional(),
      retention: keepingSchema,
      logs: age.optional(),
      events: age.optional(),
      keepLast: keepLast.optional(),
    },
    { error: notAnObject },
  )
  .transform((given): Omit<PolicySettings, 'name'> & { name?: string } => ({
    name: given.name,
    selector: given.selector ?? ALL_RUNS,
    retention: given.retention,
    logsMs: given.logs,
    eventsMs: given.events,
    keepLast: given.keepLast,
  }));

/**
 * Which parts of runs a policy would keep for longer than the runs with which they
 * go. Apart from {@link policySchema}, which looks at no two settings together while
 * one of the others is wrong.
 */
export function partsKeptTooLong(policy: unknown): Array<'logs' | 'events'> {
  if (!isObject(policy)) {
    return [];
  }
  const retentionMs = parseAge(policy.retention);
  return (['logs', 'events'] as const).filter(part => {
    const ms = parseAge(policy[part]);
    return retentionMs !== undefined && ms !== undefined && ms > retentionMs;
  });
}

/** Leaves the names of settings that are none to those who report problems. */
function notAnObject(issue: { code?: string; input?: unknown }) {
  return issue.code === 'invalid_type'
    ? mustBe('an object').error(issue)
    : undefined;
}
