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

/**
 * What a terminal would do: show text, or what a control sequence asks for.
 *
 * @public
 */
export type TextControl =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | { readonly kind: 'style'; readonly parameters: string }
  | { readonly kind: 'return' }
  | { readonly kind: 'back' }
  | { readonly kind: 'erase'; readonly what: 'after' | 'before' | 'all' };

const BACKSPACE = 0x08;
const TAB = 0x09;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const DELETE = 0x7f;
/** Begins a control sequence without an escape. */
const CSI = 0x9b;
const LAST_C1 = 0x9f;
const BELL = 0x07;

const ERASES: Record<string, 'after' | 'before' | 'all'> = {
  '': 'after',
  0: 'after',
  1: 'before',
  2: 'all',
};

/** All but tabs: control characters, of eight bits, too. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;

/**
 * Whether there is anything in a text that a terminal would not just show.
 *
 * @public
 */
export function hasControls(text: string): boolean {
  return CONTROLS.test(text);
}

/**
 * What a text says to a terminal (ECMA-48). Only what a line can show is told; all
 * else, titles and movements of the cursor for instance, is left out, and so is a
 * sequence that is cut off.
 *
 * @public
 */
export function* readControls(text: string): Iterable<TextControl> {
  let start = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (!isControl(code)) {
      i += 1;
      continue;
    }
    if (i > start) {
      yield { kind: 'text', start, end: i };
    }
    if (code === RETURN) {
      yield { kind: 'return' };
      i += 1;
    } else if (code === BACKSPACE) {
      yield { kind: 'back' };
      i += 1;
    } else if (code === CSI || (code === ESCAPE && text[i + 1] === '[')) {
      const begin = i + (code === CSI ? 1 : 2);
      const end = endOfSequence(text, begin);
      const control = readSequence(text.slice(begin, end), text[end]);
      if (control) {
        yield control;
      }
      i = end + 1;
    } else {
      i = code === ESCAPE ? endOfEscape(text, i + 1) : i + 1;
    }
    start = i;
  }
  if (text.length > start) {
    yield { kind: 'text', start, end: text.length };
  }
}

function isControl(code: number): boolean {
  return (code < 0x20 && code !== TAB) || (code >= DELETE && code <= LAST_C1);
}

/** Where the last character of a control sequence is, or would be. */
function endOfSequence(text: string, begin: number): number {
  let end = begin;
  while (end < text.length && isBetween(text.charCodeAt(end), 0x20, 0x3f)) {
    end += 1;
  }
  return end;
}

function readSequence(
  parameters: string,
  final: string | undefined,
): TextControl | undefined {
  if (final === 'm' && /^[\d;:]*$/.test(parameters)) {
    return { kind: 'style', parameters };
  }
  const what = final === 'K' ? ERASES[parameters] : undefined;
  return what && { kind: 'erase', what };
}

/** Where the text goes on after an escape that begins no control sequence. */
function endOfEscape(text: string, begin: number): number {
  if (begin < text.length && ']PX^_'.includes(text[begin])) {
    return endOfString(text, begin + 1);
  }
  let end = begin;
  while (end < text.length && isBetween(text.charCodeAt(end), 0x20, 0x2f)) {
    end += 1;
  }
  return end + 1;
}

/** Titles, links and the like end with a bell or a "string terminator". */
function endOfString(text: string, begin: number): number {
  for (let i = begin; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BELL || code === 0x9c) {
      return i + 1;
    }
    if (code === ESCAPE) {
      return text[i + 1] === '\\' ? i + 2 : i;
    }
  }
  return text.length;
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
