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
  isJsonObject,
  JsonObject,
  JsonValue,
} from '../kubernetes';

/** The version of Tekton's API in which runs are served. */
export type TektonVersion = 'v1' | 'v1beta1';

const NEW = 'tekton.dev/v1';
const OLD = 'tekton.dev/v1beta1';

/** What a client of the old version sends, as far as it only names the version. */
export function fromOldVersion(body: unknown): unknown {
  return isJsonObject(body) && body.apiVersion === OLD
    ? { ...body, apiVersion: NEW }
    : body;
}

/** Objects, and lists of them, as a server shows them that knows the old version only. */
export function toOldVersion(body: JsonObject): JsonObject {
  if (body.apiVersion !== NEW) {
    return body;
  }
  // A bookmark has no spec.
  switch (body.spec || body.items ? body.kind : undefined) {
    case 'PipelineRun':
      return oldPipelineRun(body);
    case 'TaskRun':
      return oldTaskRun(body);
    case 'PipelineRunList':
    case 'TaskRunList':
      return {
        ...body,
        apiVersion: OLD,
        items: asObjects(body.items).map(toOldVersion),
      };
    default:
      return { ...body, apiVersion: OLD };
  }
}

function oldPipelineRun(run: JsonObject): JsonObject {
  const { taskRunTemplate, ...spec } = asObject(run.spec);
  const { results, pipelineSpec, ...status } = asObject(run.status);
  return {
    ...run,
    apiVersion: OLD,
    spec: { ...spec, ...asObject(taskRunTemplate) },
    ...(run.status !== undefined && {
      status: {
        ...status,
        ...given('pipelineResults', results),
        ...given('pipelineSpec', oldPipelineSpec(pipelineSpec)),
      },
    }),
  };
}

function oldTaskRun(run: JsonObject): JsonObject {
  return {
    ...run,
    apiVersion: OLD,
    ...(run.status !== undefined && {
      status: oldTaskStatus(asObject(run.status)),
    }),
  };
}

function oldTaskStatus(whole: JsonObject): JsonObject {
  const { results, taskSpec, retriesStatus, ...status } = whole;
  return {
    ...status,
    ...given('taskResults', results),
    ...given('taskSpec', oldTaskSpec(taskSpec)),
    ...(retriesStatus !== undefined && {
      retriesStatus: asObjects(retriesStatus).map(oldTaskStatus),
    }),
  };
}

function oldPipelineSpec(spec: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(spec)) {
    return spec;
  }
  const tasks = (list: JsonValue | undefined) =>
    asObjects(list).map(task => ({
      ...task,
      ...given('taskSpec', oldTaskSpec(task.taskSpec)),
    }));
  return {
    ...spec,
    tasks: tasks(spec.tasks),
    ...(spec.finally !== undefined && { finally: tasks(spec.finally) }),
  };
}

function oldTaskSpec(spec: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(spec)) {
    return spec;
  }
  const containers = (list: JsonValue | undefined) =>
    asObjects(list).map(({ computeResources, ...container }) => ({
      ...container,
      ...given('resources', computeResources),
    }));
  return {
    ...spec,
    steps: containers(spec.steps),
    ...(spec.sidecars !== undefined && { sidecars: containers(spec.sidecars) }),
  };
}

function given(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
