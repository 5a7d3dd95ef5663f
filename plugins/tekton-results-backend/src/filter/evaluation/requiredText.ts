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

import type { Expression } from '../language/Expression';

/**
 * What the JSON text of an object must contain for an expression to be true. It
 * is looked for before the text is parsed, which takes several times as long.
 */
export type RequiredText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly RequiredText[] };

/**
 * Texts that JSON writes in one way only, unless it escapes what it need not.
 * One letter is not enough: `1e-7` may be written as `0.0000001`.
 */
const PLAIN = /^[\w./@-]+$/;
const TWO_LETTERS = /[a-z_].*[a-z_]/i;
/** Also written as words without quotes. */
const WORDS = new Set(['true', 'false', 'null']);

/** Undefined if nothing must stand in the text. */
export function requiredText(expression: Expression): RequiredText | undefined {
  switch (expression.kind) {
    case 'and':
      return joined(
        'all',
        expression.operands
          .map(requiredText)
          .filter(part => part !== undefined),
      );
    case 'or': {
      const parts = expression.operands.map(requiredText);
      return parts.every(part => part !== undefined)
        ? joined('any', parts)
        : undefined;
    }
    case 'call':
      return callText(expression.name, expression.args);
    case 'oneOf': {
      if (!isStored(expression.operand)) {
        return undefined;
      }
      const parts = expression.items.map(literalText);
      return parts.every(part => part !== undefined)
        ? joined('any', parts)
        : undefined;
    }
    case 'macro':
      return expression.macro === 'exists' &&
        expression.condition &&
        isStored(expression.list)
        ? requiredText(expression.condition)
        : undefined;
    default:
      return undefined;
  }
}

/** Whether a JSON text may belong to an object for which something is true. */
export function mayHold(json: Buffer, required: RequiredText): boolean {
  switch (required.kind) {
    case 'text':
      return json.includes(required.text);
    case 'all':
      return required.parts.every(part => mayHold(json, part));
    default:
      return required.parts.some(part => mayHold(json, part));
  }
}

/** Whether a JSON text has characters that are written in an unusual way. */
export function hasEscapes(json: Buffer): boolean {
  return json.includes('\\u') || json.includes('\\/');
}

function callText(
  name: string,
  [target, argument]: readonly Expression[],
): RequiredText | undefined {
  switch (name) {
    case 'equals':
      return isObjectText(argument)
        ? literalText(target)
        : textIn(target, argument);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return textIn(target, argument);
    default:
      return undefined;
  }
}

function textIn(
  target: Expression,
  argument: Expression,
): RequiredText | undefined {
  return isObjectText(target) ? literalText(argument) : undefined;
}

function isObjectText(expression: Expression): boolean {
  return (
    expression.kind === 'call' &&
    expression.name === 'asText' &&
    isStored(expression.args[0])
  );
}

/** Whether a value can only come out of the object, not of a constant beside it. */
function isStored(expression: Expression): boolean {
  switch (expression.kind) {
    case 'variable':
    case 'local':
      return expression.json;
    case 'select':
      return isStored(expression.operand);
    default:
      return false;
  }
}

function literalText(expression: Expression): RequiredText | undefined {
  const value = expression.kind === 'literal' ? expression.value : undefined;
  return typeof value === 'string' &&
    PLAIN.test(value) &&
    TWO_LETTERS.test(value) &&
    !WORDS.has(value)
    ? { kind: 'text', text: value }
    : undefined;
}

function joined(
  kind: 'all' | 'any',
  parts: readonly RequiredText[],
): RequiredText | undefined {
  return parts.length === 0 ? undefined : { kind, parts };
}
