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

import type { Knex } from 'knex';
import { attributeTable } from '../store/attributes/AttributeTable';
import { engineOf } from '../store/filters/engine';

/**
 * All attributes of Records that are where lists look for them: the pairs as table
 * `p`, the Records as table `r`.
 */
export function storedAttributes(db: Knex): Knex.QueryBuilder {
  const { eachPair, ofRecord } = attributeTable(engineOf(db));
  return db
    .from('record_attributes as a')
    .joinRaw(eachPair('a'))
    .joinRaw('join attribute_pairs as p on p.id = pair_id')
    .joinRaw(`join records as r on ${ofRecord('a', 'r')}`);
}
