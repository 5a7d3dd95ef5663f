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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string) =>
  readFileSync(resolve(__dirname, '../../..', path), 'utf8');

const { groups } = z
  .strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string(),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[mh]$/)
              .optional(),
            labels: z.strictObject({
              severity: z.enum(['critical', 'warning']),
            }),
            annotations: z.strictObject({ summary: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('examples/monitoring/alerts.yaml')));

const rules = groups.flatMap(group => group.rules);
const attributesOf = new Map(
  [
    ...read('docs/monitoring.md').matchAll(
      /^\| `(?<name>tekton_results[^`]*)` *\| *(?<kind>\w+) *\| (?<attributes>[^|]*)\|/gm,
    ),
  ].map(({ groups: row }) => [
    `${row?.name.replaceAll('.', '_')}${
      row?.kind === 'counter' ? '_total' : ''
    }`,
    [...(row?.attributes ?? '').matchAll(/`([^`]*)`/g)].map(([, key]) => key),
  ]),
);

describe('the alerts for Prometheus', () => {
  it.each(rules)('$alert asks for metrics and labels that there are', rule => {
    const names = [...rule.expr.matchAll(/tekton_results\w*/g)].map(
      ([name]) => name,
    );
    expect(names).not.toEqual([]);
    expect(names.filter(name => !attributesOf.has(name))).toEqual([]);
    const labels = [
      ...[...rule.expr.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, keys]) =>
        keys.split(', '),
      ),
      ...[...rule.expr.matchAll(/(\w+)=~?"/g)].map(([, key]) => key),
    ].filter(label => label !== '__name__');
    const known = names.flatMap(name => attributesOf.get(name) ?? []);
    expect(labels.filter(label => !known.includes(label))).toEqual([]);
    const told = [...rule.annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(
      ([, key]) => key,
    );
    expect(told.filter(label => !labels.includes(label))).toEqual([]);
  });

  it('do not miss the first event of a counter, which is not there before', () => {
    const risen = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/increase\(([^[]+)\[(\w+)\]\)\) > 0/g)].map(
        ([, counter, span]) => ({ expr, counter, span }),
      ),
    );
    expect(risen).toHaveLength(4);
    const missing = risen.filter(
      ({ expr, counter, span }) =>
        !expr.includes(`(${counter} unless ${counter} offset ${span}) > 0`),
    );
    expect(missing).toEqual([]);
  });

  it('wake nobody for a gauge of a cluster that is gone', () => {
    const gauges = rules.filter(({ expr }) =>
      /_(queue|lease|missing_rights)/.test(expr),
    );
    expect(gauges).toHaveLength(4);
    const careless = gauges.filter(
      ({ expr }) =>
        !expr.includes(
          'max by (cluster) (tekton_results_watcher_configured) > 0',
        ),
    );
    expect(careless).toEqual([]);
  });

  it('are those that docs/production.md explains', () => {
    const explained = [
      ...read('docs/production.md').matchAll(/^\| `(Tekton\w+)`/gm),
    ].map(([, name]) => name);
    expect(explained).toEqual(rules.map(({ alert }) => alert));
  });
});
