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

import {
  asObject,
  asObjects,
  asText,
  JsonObject,
  KubernetesObject,
  sameJson,
} from '../kubernetes';
import { RecordedRun } from '../recording';
import { recordedRevision } from '../variation';

/** The pipeline that a run refers to, or for a TaskRun its task. */
function referenceOf(object: KubernetesObject): string | undefined {
  const spec = object.spec ?? {};
  return asText(
    asObject(object.kind === 'TaskRun' ? spec.taskRef : spec.pipelineRef).name,
  );
}

/**
 * The recorded run that shows what a run created by a client would do: of the same pipeline, or of
 * the same task, and as like in its parameters as can be. Nothing when no recorded run fits.
 */
export function findModel(
  runs: RecordedRun[],
  created: KubernetesObject,
): RecordedRun | undefined {
  const fitting = runs.filter(run => {
    if (run.kind !== created.kind) {
      return false;
    }
    const reference = referenceOf(created);
    return reference === undefined
      ? sameSteps(run.created, created)
      : referenceOf(run.created) === reference;
  });
  const score = (run: RecordedRun) =>
    likeness(run.created, created) * 2 + (run.succeeded ? 1 : 0);
  return fitting.sort((a, b) => score(b) - score(a))[0];
}

/** What changes in the recorded events so that they are about the created run. */
export function textsForNewRun(
  model: RecordedRun,
  created: KubernetesObject,
): [from: string, to: string][] {
  const { name, namespace } = created.metadata;
  const recorded = recordedRevision(model.name);
  const revision = parameters(created).revision;
  return [
    [model.name, name],
    [
      `"namespace":${JSON.stringify(model.namespace)}`,
      `"namespace":${JSON.stringify(namespace)}`,
    ],
    ...(recorded && typeof revision === 'string'
      ? [[recorded, revision] as [string, string]]
      : []),
  ];
}

/** What the controller says of a run that refers to what is not there. */
export function missingReference(
  created: KubernetesObject,
  now: string,
): KubernetesObject {
  const isTask = created.kind === 'TaskRun';
  const { name, namespace } = created.metadata;
  const reference = referenceOf(created) ?? '';
  return {
    ...created,
    status: {
      startTime: now,
      completionTime: now,
      conditions: [
        {
          type: 'Succeeded',
          status: 'False',
          reason: isTask ? 'TaskRunResolutionFailed' : 'CouldntGetPipeline',
          message: `Error retrieving ${
            isTask ? 'task for taskrun' : 'pipeline for pipelinerun'
          } ${namespace}/${name}: ${
            isTask ? 'tasks' : 'pipelines'
          }.tekton.dev "${reference}" not found`,
          lastTransitionTime: now,
        },
      ],
    },
  };
}

function sameSteps(a: KubernetesObject, b: KubernetesObject): boolean {
  const work = ({ spec }: KubernetesObject) => {
    const inline = asObject(spec?.taskSpec ?? spec?.pipelineSpec);
    const names = (list: JsonObject[string]) =>
      asObjects(list).map(({ name, script }) => [name ?? null, script ?? null]);
    return [...names(inline.steps), ...names(inline.tasks)];
  };
  return work(a).length > 0 && sameJson(work(a), work(b));
}

function likeness(a: KubernetesObject, b: KubernetesObject): number {
  const others = parameters(b);
  return Object.entries(parameters(a)).filter(([name, value]) =>
    sameJson(value, others[name]),
  ).length;
}

function parameters({ spec }: KubernetesObject): JsonObject {
  return Object.fromEntries(
    asObjects(spec?.params).map(({ name, value }) => [String(name), value]),
  );
}
