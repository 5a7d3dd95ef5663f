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

import { isShortcutPress, meaningOf, type Shortcut } from './shortcut';

const run = () => {};
const shortcuts: Shortcut[] = ['f', 'F', 'g o', 'o'].map(keys => ({
  keys,
  run,
}));

it.each([
  ['f', undefined, 'f'],
  ['F', undefined, 'F'],
  ['o', undefined, 'o'],
  ['o', 'g', 'g o'],
  ['f', 'g', 'f'],
])('%s after %s runs %s', (key, begun, keys) => {
  expect(meaningOf(key, begun, shortcuts)).toEqual({
    kind: 'run',
    shortcut: { keys, run },
  });
});

it('waits for the second of two keys, and ignores others', () => {
  expect(meaningOf('g', undefined, shortcuts)).toEqual({
    kind: 'begin',
    key: 'g',
  });
  expect(meaningOf('x', 'g', shortcuts)).toEqual({ kind: 'none' });
});

describe('a key press', () => {
  function press(target: HTMLElement, init: KeyboardEventInit = {}) {
    document.body.append(target);
    let answer: boolean | undefined;
    target.addEventListener('keydown', event => {
      answer = isShortcutPress(event);
    });
    target.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'f', bubbles: true, ...init }),
    );
    target.remove();
    return answer;
  }
  const field = (html: string) => {
    const box = document.createElement('div');
    box.innerHTML = html;
    return box.firstElementChild as HTMLElement;
  };

  it('is a shortcut where nobody types', () => {
    expect(press(field('<button></button>'))).toBe(true);
    expect(press(field('<div></div>'), { shiftKey: true })).toBe(true);
  });

  it.each(['<input>', '<textarea></textarea>', '<select></select>'])(
    'is text in %s',
    html => {
      expect(press(field(html))).toBe(false);
    },
  );

  it('belongs to the browser with a modifier', () => {
    expect(press(field('<div></div>'), { ctrlKey: true })).toBe(false);
    expect(press(field('<div></div>'), { metaKey: true })).toBe(false);
    expect(
      press(field('<div></div>'), {
        ctrlKey: true,
        altKey: true,
        modifierAltGraph: true,
      }),
    ).toBe(true);
  });
});
