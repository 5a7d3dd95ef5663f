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

import fc from 'fast-check';

/**
 * A filter, or a part of one, in our language and in CEL as it is specified:
 * what ours converts by itself, the reference converts by its own functions.
 */
export interface FilterPair {
  readonly ours: string;
  readonly reference: string;
}

/** Parts of filters, drawn at random. */
export type Pairs = fc.Arbitrary<FilterPair>;

/** The same in both languages unless it is told otherwise. */
export function pair(ours: string, reference: string = ours): FilterPair {
  return { ours, reference };
}

/** One of some texts that both languages share. */
export function oneOf(...texts: string[]): Pairs {
  return fc.constantFrom(...texts.map(text => pair(text)));
}

/** Puts drawn parts into a text: `` written`${json} == ${text}` ``. */
export function written(
  strings: TemplateStringsArray,
  ...parts: Pairs[]
): Pairs {
  return fc
    .tuple(...parts)
    .map(drawn =>
      drawn.reduce(
        (sum, part, index) =>
          pair(
            sum.ours + part.ours + strings[index + 1],
            sum.reference + part.reference + strings[index + 1],
          ),
        pair(strings[0]),
      ),
    );
}

/** Parts that the reference must convert, with one of its own functions. */
export function convertedBy(name: string, terms: Pairs): Pairs {
  return terms.map(({ ours, reference }) =>
    pair(ours, `${name}(${reference})`),
  );
}

/** `[a, b, c]` */
export function listOf(
  items: Pairs,
  lengths: { minLength: number; maxLength: number },
): Pairs {
  return fc
    .array(items, lengths)
    .map(drawn =>
      pair(
        `[${drawn.map(({ ours }) => ours).join(', ')}]`,
        `[${drawn.map(({ reference }) => reference).join(', ')}]`,
      ),
    );
}
