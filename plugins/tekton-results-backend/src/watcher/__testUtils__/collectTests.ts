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

import { format } from 'util';

type Body = (...values: unknown[]) => unknown;

/** Where `describe` and `it` are found by test files. */
const GLOBALS = globalThis as unknown as Record<string, unknown>;
const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/**
 * Loads a file of tests and tells their names without running any: of each test
 * those of all that it is within, in front of its own. What is skipped or yet to be
 * written is not among them.
 */
export function collectTests(file: string): string[] {
  const names: string[] = [];
  let within: readonly string[] = [];
  const collect = (title: string, body?: Body) => {
    if (body) {
      names.push([...within, title].join(' '));
    }
  };
  const enter = (title: string, body?: Body, ...values: unknown[]) => {
    const outer = within;
    within = [...outer, title];
    body?.(...values);
    within = outer;
  };
  const ignored = Object.assign(() => {}, { each: () => () => {} });
  const collecting = withVariants(collect, ignored);
  withGlobals(
    {
      describe: withVariants(enter, ignored),
      it: collecting,
      test: collecting,
      xdescribe: ignored,
      xit: ignored,
      xtest: ignored,
      ...Object.fromEntries(HOOKS.map(hook => [hook, () => {}])),
    },
    () => require(file),
  );
  return names;
}

/** `describe` or `it`, with what they are called with. */
function withVariants(
  one: (title: string, body?: Body, ...values: unknown[]) => void,
  ignored: object,
) {
  const each = (table: readonly unknown[]) => (title: string, body?: Body) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      one(filledIn(title, values), body, ...values);
    }
  };
  return Object.assign((title: string, body?: Body) => one(title, body), {
    each,
    skip: ignored,
    todo: ignored,
    failing: ignored,
  });
}

/** A title with the values that it has places for. */
function filledIn(title: string, values: readonly unknown[]): string {
  const places = title.match(/%[a-z]/gi) ?? [];
  return format(title, ...values.slice(0, places.length));
}

function withGlobals(
  replaced: Readonly<Record<string, unknown>>,
  work: () => void,
): void {
  const original = Object.fromEntries(
    Object.keys(replaced).map(name => [name, GLOBALS[name]]),
  );
  Object.assign(GLOBALS, replaced);
  try {
    work();
  } finally {
    Object.assign(GLOBALS, original);
  }
}
