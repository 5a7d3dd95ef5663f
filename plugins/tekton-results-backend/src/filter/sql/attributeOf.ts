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

import { dataPath, type Expression } from '../language/Expression';
import type { AttributeName } from './Condition';

/** The attribute of the stored object that an expression is. */
export function attributeOf(expression: Expression): AttributeName | undefined {
  const path = dataPath(expression);
  if (path?.length !== 3 || path[0] !== 'metadata') {
    return undefined;
  }
  const [, group, key] = path;
  if (typeof key !== 'string') {
    return undefined;
  }
  switch (group) {
    case 'labels':
      return { type: 'label', key };
    case 'annotations':
      return { type: 'annotation', key };
    default:
      return undefined;
  }
}
