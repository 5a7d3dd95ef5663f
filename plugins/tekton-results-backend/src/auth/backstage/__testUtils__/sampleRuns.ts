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

import type { JsonObject } from '@backstage/types';
import type { RecordName } from '../../../store';

/** A run as a client posts it. */
export interface SampleRun {
  /** As permissions name it. */
  readonly ref: string;
  readonly name: RecordName;
  readonly type: string;
  readonly payload: JsonObject;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
}

const KUBERNETES_ID = 'backstage.io/kubernetes-id';
const PAC = 'pipelinesascode.tekton.dev';

/** Longer than the values that runs are found by. */
const LONG_VALUE = 'x'.repeat(300);
const QUOTED_VALUE = 'it\'s "quoted" \\ \u00e9';

/** Texts that labels of the sample runs have, as filters read them. */
export const LABEL_VALUES = [
  'shop',
  'a',
  '7',
  '0.5',
  '12345678901',
  'true',
  LONG_VALUE,
  QUOTED_VALUE,
  'run-1',
];

/** Maps as clients may post them; of Kubernetes all values are texts. */
const MAPS: Array<Record<string, unknown> | undefined> = [
  undefined,
  {},
  { app: 'shop', team: 'a' },
  { app: LONG_VALUE, team: QUOTED_VALUE },
  { number: 7, flag: true },
  { number: 0.5, flag: 'true' },
  { number: 12345678901, app: '7' },
  { nothing: null, nested: { a: 1 }, flag: ['a'] },
  { "o'hara": 'a', 'tekton.dev/pipelineRun': 'run-1' },
  { [KUBERNETES_ID]: 'cart' },
  { [KUBERNETES_ID]: 'cart', app: 'shop', [`${PAC}/url-org`]: 'acme' },
  { [KUBERNETES_ID]: 'Cart', stage: 'test' },
  { [`${PAC}/url-org`]: 'acme', [`${PAC}/url-repository`]: 'cart' },
  { [`${PAC}/repo-url`]: 'https://git.example.com/acme/cart' },
  { [KUBERNETES_ID]: 'pay', stage: 'test' },
];

const KINDS = [
  { kind: 'PipelineRun', apiVersion: 'tekton.dev/v1' },
  { kind: 'TaskRun', apiVersion: 'tekton.dev/v1' },
  { kind: 'CustomRun', apiVersion: 'tekton.dev/v1beta1' },
];

const PLACES = [
  { cluster: 'east', parent: 'a' },
  { cluster: 'east', parent: 'b' },
  { cluster: 'west', parent: 'a' },
];

/** Runs in some places that differ in what rules ask for. */
export function runsOfEveryKind(): SampleRun[] {
  return PLACES.flatMap(({ cluster, parent }, place) =>
    MAPS.map((labels, index) => {
      const annotations = MAPS[(index + place) % MAPS.length];
      const { kind, apiVersion } = KINDS[(index + place) % KINDS.length];
      const uid = `${parent}-${index}`;
      const payload = {
        apiVersion,
        kind,
        metadata: {
          name: `run-${index}`,
          namespace: parent,
          uid,
          creationTimestamp: '2026-11-01T10:00:00Z',
          ...(labels && { labels }),
          ...(annotations && { annotations }),
        },
        spec: {},
      } as JsonObject;
      return {
        ref: `${cluster}/${uid}`,
        name: {
          cluster,
          parent,
          result: `result-${index}`,
          record: `record-${index}`,
        },
        type: `${apiVersion}.${kind}`,
        payload,
        labels: labels ?? {},
        annotations: annotations ?? {},
      };
    }),
  );
}
