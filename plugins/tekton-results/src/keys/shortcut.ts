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

/** A key, or two one after the other, and what it does. */
export interface Shortcut {
  /** As `KeyboardEvent.key` names them, with a space between two: `g o`. */
  readonly keys: string;
  readonly run: () => void;
}

/** What a key press means. */
export type KeyMeaning =
  | { readonly kind: 'run'; readonly shortcut: Shortcut }
  /** The first of two keys. */
  | { readonly kind: 'begin'; readonly key: string }
  | { readonly kind: 'none' };

/** What a key means after another one that may have begun something. */
export function meaningOf(
  key: string,
  begun: string | undefined,
  shortcuts: readonly Shortcut[],
): KeyMeaning {
  const typed = begun === undefined ? key : `${begun} ${key}`;
  const shortcut =
    shortcuts.find(({ keys }) => keys === typed) ??
    shortcuts.find(({ keys }) => keys === key);
  if (shortcut) {
    return { kind: 'run', shortcut };
  }
  return shortcuts.some(({ keys }) => keys.startsWith(`${key} `))
    ? { kind: 'begin', key }
    : { kind: 'none' };
}

const FIELDS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

/**
 * Whether a key press may be a shortcut: not while somebody types, and not
 * together with keys that belong to the browser. AltGr makes characters.
 */
export function isShortcutPress(event: KeyboardEvent): boolean {
  const { target } = event;
  const typing = target instanceof Element && target.closest(FIELDS) !== null;
  const modified =
    (event.ctrlKey || event.altKey || event.metaKey) &&
    !event.getModifierState('AltGraph');
  return !event.defaultPrevented && !event.isComposing && !typing && !modified;
}
