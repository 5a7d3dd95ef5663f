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

import { captureRun } from './captureRun';
import { withSummaryKeys } from './summaryKeys';

function captured(metadata: object = {}) {
  const { captured: run, problem } = captureRun(
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        name: 'a',
        namespace: 'shop',
        uid: 'u',
        labels: { 'tekton.dev/pipeline': 'build', team: 'label' },
        annotations: { team: 'annotation', owner: 'me' },
        ...metadata,
      },
    },
    'changed',
  );
  if (!run) {
    throw new Error(problem);
  }
  return run;
}

describe('withSummaryKeys', () => {
  const keys = {
    summaryLabels: ['tekton.dev/pipeline', 'absent'],
    summaryAnnotations: ['owner', 'tekton.dev/pipeline'],
  };

  it('A.5, F21: gives the Result labels and, from annotations, annotations', () => {
    expect(withSummaryKeys(captured(), keys).resultAnnotations).toEqual({
      'tekton.dev/pipeline': 'build',
      owner: 'me',
    });
  });

  it('lets the run say otherwise itself', () => {
    const run = captured({
      annotations: {
        'results.tekton.dev/resultAnnotations': '{"team":"mine"}',
        team: 'annotation',
      },
    });
    expect(
      withSummaryKeys(run, {
        summaryLabels: ['team'],
        summaryAnnotations: ['team'],
      }).resultAnnotations,
    ).toEqual({ team: 'mine' });
  });

  it('leaves runs alone that another one owns', () => {
    const child = captured({
      ownerReferences: [{ kind: 'PipelineRun', name: 'p', uid: 'p' }],
    });
    expect(withSummaryKeys(child, keys)).toBe(child);
  });
});
