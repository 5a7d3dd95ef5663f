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

import type { SourceRange } from './Expression';
import { typeOf, type CelNode } from './parseCel';
import { ANY, type StaticType } from './StaticType';

/** The type that the check found. */
export function knownType(node: CelNode): StaticType {
  const name = typeOf(node);
  const element = /^list<(.*)>$/.exec(name)?.[1];
  const value = /^map<[^,]*, (.*)>$/.exec(name)?.[1];
  const inner = element ?? value;
  return name === 'dyn'
    ? ANY
    : { name, ...(inner && { element: { name: inner } }) };
}

/** A name with its dots, if a node is nothing else. */
export function dottedName(node: CelNode): string | undefined {
  if (node.op === 'id') {
    return node.args;
  }
  const target = node.op === '.' ? dottedName(node.args[0]) : undefined;
  return target && node.op === '.' ? `${target}.${node.args[1]}` : undefined;
}

/** Where a node stands in the text. */
export function rangeOf(node: CelNode): SourceRange {
  return { start: node.start, end: node.end };
}
