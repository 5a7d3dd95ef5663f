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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import { annotationProblems, runAnnotations } from './annotations';

function annotated(annotations: Record<string, string>) {
  const { run, problem } = parseRunObject({
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { name: 'a', namespace: 'shop', uid: 'u', annotations },
  });
  if (!run) {
    throw new Error(problem);
  }
  return run;
}

const RESULT = 'results.tekton.dev/resultAnnotations';
const SUMMARY = 'results.tekton.dev/recordSummaryAnnotations';

describe('annotations of Results', () => {
  it('F20: keeps values of any type, large numbers as they are', () => {
    const run = annotated({
      [RESULT]: '{"a":"b","build":1234567,"ok":true,"none":null,"list":["x"]}',
      [SUMMARY]: 'null',
    });
    expect(runAnnotations(run)).toEqual({
      resultAnnotations: {
        a: 'b',
        build: '1234567',
        ok: 'true',
        none: 'null',
        list: '["x"]',
      },
      summaryAnnotations: {},
    });
    expect(annotationProblems(run)).toEqual([]);
  });

  it('F20: keeps numbers as they are written, which have more digits than a number may', () => {
    const run = annotated({
      [RESULT]:
        '{"build":12345678901234567890,"price":1.10,"list":[-0,{"id":98765432109876543210}]}',
    });
    expect(runAnnotations(run).resultAnnotations).toEqual({
      build: '12345678901234567890',
      price: '1.10',
      list: '[-0,{"id":98765432109876543210}]',
    });
  });

  it.each(['{', '[]', '"text"', '1', 'true'])(
    'F20, window 5: stores the run without %s and says so',
    json => {
      const run = annotated({ [RESULT]: json, [SUMMARY]: '{"a":"b"}' });
      expect(runAnnotations(run)).toEqual({
        resultAnnotations: {},
        summaryAnnotations: { a: 'b' },
      });
      expect(annotationProblems(run)).toEqual([
        'The annotation results.tekton.dev/resultAnnotations is ignored: it is no JSON object',
      ]);
    },
  );
});
