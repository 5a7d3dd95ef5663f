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

import { checkoutRun, failedRun } from '../../__fixtures__';
import { runCopies } from './runCommands';

const byName = (run: typeof failedRun) =>
  Object.fromEntries(
    runCopies(run, 'https://x/').map(({ name, text }) => [name, text]),
  );

it('tells commands for a run that its cluster has', () => {
  expect(byName(failedRun)).toEqual({
    link: 'https://x/',
    name: 'checkout-build-d52299b',
    uid: failedRun.uid,
    kubectl:
      'kubectl get pipelinerun.tekton.dev checkout-build-d52299b --namespace shop --output yaml',
    tkn: 'tkn pipelinerun describe checkout-build-d52299b --namespace shop',
    filter:
      'data.metadata.namespace == "shop" && data.metadata.labels["tekton.dev/pipeline"] == "build-and-push"',
  });
});

it('tells no command where it could find nothing', () => {
  expect(Object.keys(byName(checkoutRun))).toEqual([
    'link',
    'name',
    'uid',
    'filter',
  ]);
  expect(
    Object.keys(
      byName({ ...failedRun, kind: 'CustomRun', pipeline: undefined }),
    ),
  ).toEqual(['link', 'name', 'uid', 'kubectl']);
});
