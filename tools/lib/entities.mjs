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

import { parseAllDocuments } from 'yaml';

/**
 * Adds annotations to one of the entities in a file.
 *
 * @param {string} text YAML with a document for each entity
 * @param {string} name of the entity
 * @param {Record<string, string>} annotations
 * @throws if there is no entity of that name
 */
export function withAnnotations(text, name, annotations) {
  const documents = parseAllDocuments(text);
  const entity = documents.find(
    document => document.getIn(['metadata', 'name']) === name,
  );
  if (!entity) throw new Error(`there is no entity ${name}`);
  for (const [key, value] of Object.entries(annotations)) {
    entity.setIn(['metadata', 'annotations', key], value);
  }
  return documents.map(document => document.toString()).join('');
}
