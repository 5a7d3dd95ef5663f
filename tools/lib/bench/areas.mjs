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

/** Which is measured in a browser. */
export const UI_AREA = 'ui';

/**
 * In an order in which each finds the records that it needs in the databases of
 * the one before: those that add or remove some come late.
 */
const BACKEND_AREAS = [
  'store',
  'filters',
  'lists',
  'api',
  'retention',
  'logs',
  'watcher',
  'soak',
];

/** These bring the records that they are about. */
const OWN_RECORDS = ['store', 'soak'];

/** As many for each of several, so that these can share what is loaded. */
const SHARED_RECORDS = '200000';

/**
 * What the command line asks for.
 *
 * @param {string[]} names
 * @returns {string[] | undefined} undefined if there is no such area
 */
export function areasToRun(names) {
  const all = [...BACKEND_AREAS, UI_AREA];
  const [name] = names;
  if (names.length !== 1) return undefined;
  if (name === 'all') return all;
  return all.includes(name) ? [name] : undefined;
}

/**
 * How many records an area is given if the command line does not say; undefined:
 * as many as it is made for.
 *
 * @param {string} area
 * @param {{ isOneOfMany: boolean }} options
 */
export function defaultRecords(area, { isOneOfMany }) {
  return isOneOfMany && !OWN_RECORDS.includes(area)
    ? SHARED_RECORDS
    : undefined;
}
