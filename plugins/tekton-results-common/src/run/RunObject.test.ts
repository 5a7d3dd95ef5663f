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

import fc from 'fast-check';
import { parseRunObject, parseRunOutline } from './RunObject';
import { isFinished, runStatus } from './RunStatus';

const metadata = { name: 'a', namespace: 'b', uid: 'c' };
const base = { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', metadata };

describe('parseRunObject', () => {
  it('reads a run that has just been created', () => {
    expect(parseRunObject(base).run).toMatchObject({
      kind: 'TaskRun',
      metadata: { ...metadata, labels: {}, ownerReferences: [] },
      spec: { params: [] },
      status: { conditions: [], steps: [], retriesStatus: [] },
    });
  });

  it('leaves out what is of the wrong type, and keeps the rest', () => {
    const { run } = parseRunObject({
      ...base,
      metadata: { ...metadata, labels: { a: 'x', b: 7 }, annotations: 'none' },
      spec: { params: 'none', taskRef: 5 },
      status: {
        startTime: 12,
        podName: 'pod',
        steps: [{ name: 'good' }, 'bad', { container: 'nameless' }],
        conditions: [null, { type: 'Succeeded', status: 'True', reason: 1 }],
      },
    });
    expect(run).toMatchObject({
      metadata: { labels: { a: 'x' }, annotations: {} },
      spec: { params: [] },
      status: {
        podName: 'pod',
        steps: [{ name: 'good' }],
        conditions: [{ type: 'Succeeded', status: 'True' }],
      },
    });
    expect(run?.status.startTime).toBeUndefined();
  });

  it.each([
    [null, 'object'],
    ['text', 'object'],
    [{ ...base, kind: 'Pod' }, 'kind'],
    [{ ...base, metadata: { ...metadata, uid: '' } }, 'metadata.uid'],
    [{ ...base, metadata: undefined }, 'metadata'],
  ])('says what is wrong with %j', (object, path) => {
    const { run, problem } = parseRunObject(object);
    expect(run).toBeUndefined();
    expect(problem?.startsWith(`${path}: `)).toBe(true);
  });
});

describe('parseRunOutline', () => {
  it('tells of a run what parseRunObject tells, of anything', () => {
    const maybe = (valid: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 6, arbitrary: valid }, fc.jsonValue());
    const name = maybe(fc.string({ minLength: 1, maxLength: 260 }));
    const condition = fc.record(
      {
        type: maybe(fc.constantFrom('Succeeded', 'Ready')),
        status: maybe(fc.constantFrom('True', 'False', 'Unknown')),
        reason: maybe(fc.constantFrom('Completed', 'Pending')),
      },
      { requiredKeys: [] },
    );
    const anyObject = fc.record(
      {
        apiVersion: maybe(fc.constant('tekton.dev/v1')),
        kind: maybe(fc.constantFrom('PipelineRun', 'TaskRun', 'CustomRun')),
        metadata: maybe(
          fc.record(
            { name, namespace: name, uid: name, resourceVersion: name },
            { requiredKeys: ['name', 'namespace', 'uid'] },
          ),
        ),
        spec: fc.jsonValue(),
        status: maybe(
          fc.record({ conditions: maybe(fc.array(maybe(condition))) }),
        ),
      },
      { requiredKeys: ['apiVersion', 'kind', 'metadata'] },
    );
    fc.assert(
      fc.property(maybe(anyObject), object => {
        const { run, problem } = parseRunObject(object);
        const read = run && {
          kind: run.kind,
          name: run.metadata.name,
          namespace: run.metadata.namespace,
          uid: run.metadata.uid,
          resourceVersion: run.metadata.resourceVersion,
          finished: isFinished(runStatus(run)),
        };
        const { outline, problem: same } = parseRunOutline(object);
        expect(outline).toEqual(read);
        expect(same).toBe(problem);
      }),
      { numRuns: 1_000 },
    );
  });
});
