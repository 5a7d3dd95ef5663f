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

import { stringify } from 'yaml';
import { definitionOf, valueAt, type JsonObject } from '../object';

/** Parts of an object that can be shown; the first is the default. */
export const YAML_DOCUMENTS = ['all', 'spec', 'status', 'resolved'] as const;

/** One of {@link YAML_DOCUMENTS}. */
export type YamlDocument = (typeof YAML_DOCUMENTS)[number];

/** Reads which part a URL asks for. */
export function parseYamlDocument(text: string | null): YamlDocument {
  return YAML_DOCUMENTS.find(name => name === text) ?? YAML_DOCUMENTS[0];
}

/**
 * A part of a run's object as YAML; undefined if it has no such part. `resolved` is
 * the definition that was executed.
 */
export function yamlText(
  object: JsonObject,
  document: YamlDocument,
): string | undefined {
  const part = {
    all: () => object,
    spec: () => valueAt(object, 'spec'),
    status: () => valueAt(object, 'status'),
    resolved: () => definitionOf(object),
  }[document]();
  return part === undefined ? undefined : stringify(part, { lineWidth: 0 });
}
