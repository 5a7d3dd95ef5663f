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

import type { JsonObject, JsonValue } from '@backstage/types';
import {
  convertPipelineSpec,
  convertRef,
  convertTaskSpec,
} from './convertSpecs';
import { asObject, each, isObject, mapValue, renameKeys } from './json';

const OLD_VERSION = 'tekton.dev/v1beta1';
const NEW_VERSION = 'tekton.dev/v1';

/**
 * Makes of a PipelineRun or TaskRun of `tekton.dev/v1beta1` one of `v1`, as
 * Tekton's own conversion does; anything else is returned as it is.
 *
 * Unlike Tekton's, it drops nothing. What has no place in v1 stays where it is, so
 * that the archive has what the cluster had: above all `status.taskRuns` and
 * `status.runs`, in which older versions keep the statuses of all tasks.
 */
export function convertRun(object: unknown): unknown {
  if (!isObject(object) || object.apiVersion !== OLD_VERSION) {
    return object;
  }
  switch (object.kind) {
    case 'PipelineRun':
      return convertPipelineRun(object);
    case 'TaskRun':
      return convertTaskRun(object);
    default:
      return object;
  }
}

function convertPipelineRun(run: JsonObject): JsonObject {
  const { resources, ...spec } = asObject(run.spec);
  return {
    ...run,
    apiVersion: NEW_VERSION,
    metadata: withParked(run.metadata, { Resources: resources }),
    spec: pipelineRunSpec(spec),
    ...(isObject(run.status) && { status: pipelineRunStatus(run.status) }),
  };
}

function pipelineRunSpec(old: JsonObject): JsonObject {
  const { serviceAccountName, podTemplate, timeout, ...spec } = old;
  const template = defined({
    ...asObject(spec.taskRunTemplate),
    serviceAccountName,
    podTemplate,
  });
  const timeouts = defined({
    pipeline: timeout,
    ...asObject(spec.timeouts),
  });
  const converted = mapValue(
    mapValue(
      mapValue(spec, 'pipelineRef', ref => convertRef(ref, 'Pipeline')),
      'pipelineSpec',
      convertPipelineSpec,
    ),
    'taskRunSpecs',
    each(taskRunSpec =>
      convertOverrides(
        renameKeys(taskRunSpec, {
          taskServiceAccountName: 'serviceAccountName',
          taskPodTemplate: 'podTemplate',
        }),
      ),
    ),
  );
  return {
    ...converted,
    ...(Object.keys(template).length > 0 && { taskRunTemplate: template }),
    ...(Object.keys(timeouts).length > 0 && { timeouts }),
  };
}

function pipelineRunStatus(old: JsonObject): JsonObject {
  const status = mapValue(
    renameKeys(old, { pipelineResults: 'results' }),
    'pipelineSpec',
    convertPipelineSpec,
  );
  const children = embeddedChildren(status);
  return Array.isArray(status.childReferences) || children.length === 0
    ? status
    : { ...status, childReferences: children };
}

/** References to the children whose statuses are embedded in that of the run. */
function embeddedChildren(status: JsonObject): JsonObject[] {
  const references = (
    statuses: JsonValue | undefined,
    apiVersion: string,
    kind: string,
  ) =>
    Object.entries(asObject(statuses)).map(([name, child]) => {
      const { pipelineTaskName, whenExpressions } = asObject(child);
      return defined({
        apiVersion,
        kind,
        name,
        pipelineTaskName,
        whenExpressions,
      });
    });
  return [
    ...references(status.taskRuns, NEW_VERSION, 'TaskRun'),
    ...references(status.runs, OLD_VERSION, 'CustomRun'),
  ];
}

function convertTaskRun(run: JsonObject): JsonObject {
  const { resources, ...spec } = asObject(run.spec);
  const { cloudEvents, resourcesResult, ...status } = asObject(run.status);
  return {
    ...run,
    apiVersion: NEW_VERSION,
    metadata: withParked(run.metadata, {
      Resources: resources,
      CloudEvents: cloudEvents,
      ResourcesResult: resourcesResult,
      ResourcesStatus: asObject(status.taskSpec).resources,
    }),
    spec: convertOverrides(
      mapValue(
        mapValue(spec, 'taskRef', ref => convertRef(ref, 'Task')),
        'taskSpec',
        convertTaskSpec,
      ),
    ),
    ...(isObject(run.status) && { status: taskRunStatus(status) }),
  };
}

function taskRunStatus(status: JsonObject): JsonObject {
  return mapValue(
    mapValue(
      renameKeys(status, { taskResults: 'results' }),
      'taskSpec',
      convertTaskSpec,
    ),
    'retriesStatus',
    each(taskRunStatus),
  );
}

function convertOverrides(spec: JsonObject): JsonObject {
  const named = renameKeys(spec, {
    stepOverrides: 'stepSpecs',
    sidecarOverrides: 'sidecarSpecs',
  });
  return ['stepSpecs', 'sidecarSpecs'].reduce(
    (converted, key) =>
      mapValue(
        converted,
        key,
        each(item => renameKeys(item, { resources: 'computeResources' })),
      ),
    named,
  );
}

/** Where Tekton's conversion keeps what v1 has no field for. */
function withParked(
  metadata: JsonValue | undefined,
  parked: Record<string, JsonValue | undefined>,
): JsonObject {
  const annotations = Object.entries(parked).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [[`tekton.dev/v1beta1${name}`, JSON.stringify(value)]],
  );
  const whole = asObject(metadata);
  return annotations.length === 0
    ? whole
    : {
        ...whole,
        annotations: {
          ...asObject(whole.annotations),
          ...Object.fromEntries(annotations),
        },
      };
}

function defined(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
