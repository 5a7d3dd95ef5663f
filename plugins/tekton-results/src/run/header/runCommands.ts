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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';

/** A text that can be copied; the name says which. */
export interface RunCopy {
  readonly name: 'link' | 'name' | 'uid' | 'kubectl' | 'tkn' | 'filter';
  readonly text: string;
}

const TKN_KINDS: Partial<Record<RunSummary['kind'], string>> = {
  PipelineRun: 'pipelinerun',
  TaskRun: 'taskrun',
};

/**
 * What of a run can be copied. Commands that ask a cluster are left out where it
 * does not have the run any more.
 */
export function runCopies(run: RunSummary, link: string): RunCopy[] {
  const { name, namespace, uid, kind, goneAt } = run;
  const tknKind = TKN_KINDS[kind];
  const filter = similarRunsFilter(run);
  const commands: RunCopy[] = goneAt
    ? []
    : [
        {
          name: 'kubectl',
          text: `kubectl get ${kind.toLocaleLowerCase(
            'en',
          )}.tekton.dev ${name} --namespace ${namespace} --output yaml`,
        },
        ...(tknKind
          ? [
              {
                name: 'tkn' as const,
                text: `tkn ${tknKind} describe ${name} --namespace ${namespace}`,
              },
            ]
          : []),
      ];
  return [
    { name: 'link', text: link },
    { name: 'name', text: name },
    { name: 'uid', text: uid },
    ...commands,
    ...(filter ? [{ name: 'filter' as const, text: filter }] : []),
  ];
}

/** Runs of the same pipeline or task in the same namespace, in CEL. */
function similarRunsFilter(run: RunSummary): string | undefined {
  const { pipeline, task, namespace } = run;
  const label = pipeline
    ? ['tekton.dev/pipeline', pipeline]
    : ['tekton.dev/task', task];
  return label[1] === undefined
    ? undefined
    : [
        `data.metadata.namespace == ${JSON.stringify(namespace)}`,
        `data.metadata.labels[${JSON.stringify(label[0])}] == ${JSON.stringify(
          label[1],
        )}`,
      ].join(' && ');
}
