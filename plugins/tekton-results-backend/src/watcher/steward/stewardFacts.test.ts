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

import type { StewardedRun } from '../../store';
import {
  copiedAnnotations,
  lacksAnnotations,
  wantedAnnotations,
} from './stewardFacts';

const run = {
  status: 'succeeded',
  result: 'shop/results/r',
  record: 'shop/results/r/records/a',
} as const;
const names = {
  'results.tekton.dev/result': 'shop/results/r',
  'results.tekton.dev/record': 'shop/results/r/records/a',
};
const beside = {
  eventListRecord: 'shop/results/r/records/e',
  log: 'shop/results/r/logs/l',
};

describe('wantedAnnotations', () => {
  it.each<[string, Partial<StewardedRun>, string[], Record<string, string>]>([
    [
      'a running run, also one with the annotations of a finished one',
      { status: 'running', ...beside },
      ['PipelineRun'],
      { 'results.tekton.dev/stored': 'false' },
    ],
    ['a finished run', {}, [], { 'results.tekton.dev/stored': 'true' }],
    [
      'a finished run that something owns',
      { status: 'failed' },
      ['Release'],
      {
        'results.tekton.dev/stored': 'true',
        'results.tekton.dev/childReadyForDeletion': 'true',
      },
    ],
    [
      'a finished run whose events and log are stored',
      beside,
      [],
      {
        'results.tekton.dev/stored': 'true',
        'results.tekton.dev/eventlist': 'shop/results/r/records/e',
        'results.tekton.dev/log': 'shop/results/r/logs/l',
      },
    ],
  ])('A.8: of %s', (_, others, ownerKinds, wanted) => {
    expect(wantedAnnotations({ ...run, ...others }, { ownerKinds })).toEqual({
      ...names,
      ...wanted,
    });
  });
});

describe('copiedAnnotations', () => {
  const prefixed = (annotations: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [
        `results.tekton.dev/${name}`,
        value,
      ]),
    );
  const copied = {
    log: 'shop/results/other/logs/l',
    eventlist: 'shop/results/r2/records/e',
    childReadyForDeletion: 'true',
  };
  const own = { log: beside.log, eventlist: beside.eventListRecord };

  it.each<[string, Partial<StewardedRun>, Record<string, string>, string[]]>([
    ['of another run', { status: 'running' }, copied, Object.keys(copied)],
    ['of another run, by a finished one', {}, copied, Object.keys(copied)],
    [
      'of another run, where its own come',
      beside,
      copied,
      ['childReadyForDeletion'],
    ],
    ['none: its own, of which nothing is stored', {}, own, []],
    [
      'none: those that users write',
      {},
      { resultAnnotations: '{}', recordSummaryAnnotations: '{}' },
      [],
    ],
  ])('are those %s', (_, others, given, expected) => {
    const copy = { ...run, ...others };
    const annotations = prefixed(given);
    const found = copiedAnnotations(copy, { annotations, ownerKinds: [] });
    expect(new Set(found)).toEqual(
      new Set(expected.map(name => `results.tekton.dev/${name}`)),
    );
    const wanted = wantedAnnotations(copy, { ownerKinds: [] });
    expect(
      lacksAnnotations(copy, {
        annotations: { ...annotations, ...wanted },
        ownerKinds: [],
      }),
    ).toBe(expected.length > 0);
  });
});
