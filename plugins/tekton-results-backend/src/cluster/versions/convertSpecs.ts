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
import { each, isObject, mapValue, renameKeys } from './json';

/** Makes of the spec of a v1beta1 Pipeline one of v1. */
export function convertPipelineSpec(spec: JsonValue): JsonValue {
  return isObject(spec)
    ? mapValue(
        mapValue(spec, 'tasks', each(convertPipelineTask)),
        'finally',
        each(convertPipelineTask),
      )
    : spec;
}

function convertPipelineTask(task: JsonObject): JsonObject {
  return mapValue(
    mapValue(task, 'taskRef', ref => convertRef(ref, 'Task')),
    'taskSpec',
    convertTaskSpec,
  );
}

/** Makes of the spec of a v1beta1 Task one of v1. */
export function convertTaskSpec(spec: JsonValue): JsonValue {
  if (!isObject(spec)) {
    return spec;
  }
  const withSteps = ['steps', 'sidecars'].reduce(
    (converted, key) => mapValue(converted, key, each(convertContainer)),
    spec,
  );
  return mapValue(withSteps, 'stepTemplate', template =>
    isObject(template) ? convertContainer(template) : template,
  );
}

function convertContainer(container: JsonObject): JsonObject {
  return renameKeys(container, { resources: 'computeResources' });
}

/** A reference into a bundle is one for the resolver of bundles in v1. */
export function convertRef(ref: JsonValue, kind: string): JsonValue {
  if (!isObject(ref) || !ref.bundle) {
    return ref;
  }
  const { bundle, name = '', ...others } = ref;
  return {
    ...others,
    resolver: 'bundles',
    params: [
      { name: 'bundle', value: bundle },
      { name: 'name', value: name },
      { name: 'kind', value: kind },
    ],
  };
}
