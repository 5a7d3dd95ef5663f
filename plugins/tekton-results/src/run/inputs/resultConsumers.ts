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

import { definitionOf, objectsAt, textAt, type JsonObject } from '../object';

/** Such as `$(tasks.build.results.image)`, also `…results['image'][0]`. */
const REFERENCE =
  /\$\(tasks\.([^.)\s]+)\.results(?:\.([^.)[\s]+)|\[['"]([^'"]+)['"]\])/g;

/** Which tasks of a pipeline use the results of one: names by result. */
export function resultConsumers(
  pipelineRun: JsonObject,
  producer: string,
): Map<string, string[]> {
  const definition = definitionOf(pipelineRun);
  const consumers = new Map<string, string[]>();
  const tasks = [
    ...objectsAt(definition, 'tasks'),
    ...objectsAt(definition, 'finally'),
  ];
  for (const task of tasks) {
    const { params, when, matrix } = task;
    const uses = JSON.stringify([params, when, matrix]).matchAll(REFERENCE);
    for (const [, usedTask, dotted, quoted] of uses) {
      const result = dotted ?? quoted;
      const name = textAt(task, 'name');
      const known = consumers.get(result) ?? [];
      if (usedTask === producer && name && !known.includes(name)) {
        consumers.set(result, [...known, name]);
      }
    }
  }
  return consumers;
}
