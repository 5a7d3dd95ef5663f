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

import type { FilterEnvironment } from './environments';
import type { Expression, ExpressionOf } from './Expression';

/**
 * Without the key, `annotations["key"] == "text"` is false rather than unknown:
 * its opposite finds what lacks the annotation, as upstream does.
 *
 * @returns undefined for other calls
 */
export function orLacking(
  equality: ExpressionOf<'call'>,
  environment: FilterEnvironment | undefined,
): Expression | undefined {
  const { args, name, range } = equality;
  const entry = args.find(arg => arg.kind === 'select');
  const text = args.find(arg => arg.kind === 'literal');
  if (
    name !== 'equals' ||
    entry?.operand.kind !== 'variable' ||
    environment?.variables.get(entry.operand.name) !== 'map<string, string>' ||
    entry.key.kind !== 'literal' ||
    typeof entry.key.value !== 'string' ||
    !text
  ) {
    return undefined;
  }
  const { operand, key } = entry;
  return {
    kind: 'conditional',
    condition: { kind: 'has', operand, key: String(key.value), range },
    then: equality,
    otherwise: { kind: 'literal', value: false, range },
    range,
  };
}
