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
  isObject,
  objectsAt,
  textAt,
  valueAt,
  type JsonObject,
  type JsonValue,
} from './json';

/** A parameter of a run and where its value comes from. */
export interface RunParam {
  readonly name: string;
  readonly value: JsonValue;
  /** Given with the run, or the default of the definition. */
  readonly origin: 'run' | 'default';
}

/** A result that a run, or one of its tasks, has produced. */
export interface RunResult {
  readonly name: string;
  readonly value: JsonValue;
  readonly type?: string;
}

/** What a workspace of a run is bound to. */
export interface RunWorkspace {
  readonly name: string;
  /** Kind of volume, such as `persistentVolumeClaim`; absent if it is not said. */
  readonly binding?: string;
  /** Name of the volume, claim, secret or config map. */
  readonly source?: string;
  readonly subPath?: string;
  /** The tasks of a pipeline that use it. */
  readonly usedBy: readonly string[];
}

/** The image that a step ran. */
export interface StepImage {
  readonly step: string;
  /** As the definition names it. */
  readonly image?: string;
  /** What it was resolved to, with its digest. */
  readonly imageId?: string;
}

/** A condition of a task: whether a value is (not) among others. */
export interface WhenExpression {
  readonly input?: string;
  readonly operator?: string;
  readonly values: readonly string[];
  readonly cel?: string;
}

/** The parameters of a run: those given, and the defaults of the others. */
export function runParams(object: JsonObject): RunParam[] {
  const given = objectsAt(object, 'spec', 'params').flatMap(param =>
    named(param).map(
      (name): RunParam => ({
        name,
        value: param.value ?? null,
        origin: 'run',
      }),
    ),
  );
  const names = new Set(given.map(({ name }) => name));
  const defaults = objectsAt(definitionOf(object), 'params').flatMap(param =>
    param.default === undefined
      ? []
      : named(param)
          .filter(name => !names.has(name))
          .map(
            (name): RunParam => ({
              name,
              value: param.default ?? null,
              origin: 'default',
            }),
          ),
  );
  return [...given, ...defaults];
}

/** The results of a run of any kind. */
export function runResults(object: JsonObject): RunResult[] {
  return ['results', 'pipelineResults', 'taskResults'].flatMap(field =>
    objectsAt(object, 'status', field).flatMap(result =>
      named(result).map(name => ({
        name,
        value: result.value ?? null,
        type: textAt(result, 'type'),
      })),
    ),
  );
}

/** The workspaces of a run. */
export function runWorkspaces(object: JsonObject): RunWorkspace[] {
  const tasks = pipelineTasks(object);
  return objectsAt(object, 'spec', 'workspaces').flatMap(workspace =>
    named(workspace).map((name): RunWorkspace => {
      const binding = Object.keys(workspace).find(
        key => key !== 'name' && isObject(workspace[key]),
      );
      const volume = binding ? workspace[binding] : undefined;
      return {
        name,
        binding,
        source:
          textAt(volume, 'claimName') ??
          textAt(volume, 'secretName') ??
          textAt(volume, 'name'),
        subPath: textAt(workspace, 'subPath'),
        usedBy: tasks
          .filter(task =>
            objectsAt(task, 'workspaces').some(
              used =>
                (textAt(used, 'workspace') ?? textAt(used, 'name')) === name,
            ),
          )
          .flatMap(named),
      };
    }),
  );
}

/** The images of a TaskRun's steps; of the attempt with the given number. */
export function stepImages(object: JsonObject, attempt?: number): StepImage[] {
  const earlier = objectsAt(object, 'status', 'retriesStatus');
  const state: JsonValue | undefined =
    (attempt === undefined ? undefined : earlier[attempt - 1]) ?? object.status;
  const defined = objectsAt(
    valueAt(state, 'taskSpec') ?? definitionOf(object),
    'steps',
  );
  const reported = objectsAt(state, 'steps');
  const names = [...defined, ...reported].flatMap(named);
  return [...new Set(names)].map(step => ({
    step,
    image: textAt(byName(defined, step), 'image'),
    imageId: textAt(byName(reported, step), 'imageID'),
  }));
}

/** The names of a TaskRun's sidecars. */
export function sidecars(object: JsonObject): string[] {
  return objectsAt(definitionOf(object), 'sidecars').flatMap(named);
}

/**
 * The conditions of a task of a pipeline, with values in place of references where
 * Tekton reports them, as it does for tasks that it skipped.
 */
export function whenExpressions(
  object: JsonObject,
  task: string,
): WhenExpression[] {
  const evaluated = [
    byName(objectsAt(object, 'status', 'skippedTasks'), task),
    objectsAt(object, 'status', 'childReferences').find(
      child => textAt(child, 'pipelineTaskName') === task,
    ),
  ].flatMap(state => objectsAt(state, 'whenExpressions'));
  const defined = objectsAt(byName(pipelineTasks(object), task), 'when');
  return (evaluated.length > 0 ? evaluated : defined).map(expression => ({
    input: textAt(expression, 'input'),
    operator: textAt(expression, 'operator'),
    values: texts(valueAt(expression, 'values')),
    cel: textAt(expression, 'cel'),
  }));
}

/** What a run executes, as it was resolved or, failing that, as it was given. */
export function definitionOf(object: JsonObject): JsonValue | undefined {
  return (
    valueAt(object, 'status', 'pipelineSpec') ??
    valueAt(object, 'status', 'taskSpec') ??
    valueAt(object, 'spec', 'pipelineSpec') ??
    valueAt(object, 'spec', 'taskSpec')
  );
}

function pipelineTasks(object: JsonObject): JsonObject[] {
  const definition = definitionOf(object);
  return [
    ...objectsAt(definition, 'tasks'),
    ...objectsAt(definition, 'finally'),
  ];
}

function byName(
  objects: readonly JsonObject[],
  name: string,
): JsonObject | undefined {
  return objects.find(object => textAt(object, 'name') === name);
}

function named(object: JsonObject): string[] {
  const name = textAt(object, 'name');
  return name === undefined ? [] : [name];
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : [];
}
