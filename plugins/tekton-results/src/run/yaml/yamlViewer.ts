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

import { yaml } from '@codemirror/lang-yaml';
import {
  foldEffect,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  syntaxHighlighting,
} from '@codemirror/language';
import {
  highlightSelectionMatches,
  search,
  searchKeymap,
} from '@codemirror/search';
import { EditorSelection, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** What Kubernetes keeps for itself; it is long and says nothing to people. */
const FOLDED_KEY = /^\s*managedFields:/;

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--yaml-info)' },
  { tag: tags.definition(tags.propertyName), color: 'var(--yaml-info)' },
  { tag: tags.string, color: 'var(--yaml-success)' },
  { tag: [tags.number, tags.bool], color: 'var(--yaml-warning)' },
  { tag: [tags.null, tags.comment], color: 'var(--tekton-fg-muted)' },
]);

const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--bui-fg-primary)' },
  '&.cm-focused': { outline: '2px solid var(--bui-ring)' },
  '.cm-scroller': {
    fontFamily: 'var(--bui-font-monospace)',
    fontSize: 'var(--bui-font-size-2)',
    lineHeight: '1.6',
  },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    borderInlineEnd: '1px solid var(--bui-border-1)',
    color: 'var(--tekton-fg-muted)',
  },
  '.cm-lineNumbers .cm-gutterElement': { cursor: 'pointer' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'var(--yaml-line)',
    color: 'inherit',
  },
  '.cm-cursor': { borderLeftColor: 'var(--bui-fg-primary)' },
  '.cm-panels': {
    backgroundColor: 'var(--bui-bg-neutral-2)',
    color: 'var(--bui-fg-primary)',
  },
  '.cm-panels-bottom': { borderTop: '1px solid var(--bui-border-1)' },
  '.cm-textfield, .cm-button': {
    backgroundColor: 'var(--bui-bg-neutral-1)',
    backgroundImage: 'none',
    border: '1px solid var(--bui-border-2)',
    color: 'var(--bui-fg-primary)',
  },
  '.cm-panel.cm-search [name=close]': { color: 'inherit', fontSize: '1rem' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'transparent',
    border: '1px solid var(--bui-border-2)',
    color: 'inherit',
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--yaml-match)',
    color: 'var(--yaml-match-text)',
  },
  '.cm-searchMatch-selected': {
    backgroundColor: 'var(--yaml-match)',
    outline: '2px solid var(--yaml-match-text)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--yaml-same)' },
});

/** A viewer in the page. */
export interface YamlViewer {
  /** Marks a line, from 1, and scrolls to it; the last one if there are fewer. */
  showLine(line: number): void;
  destroy(): void;
}

/** Puts a read-only viewer of a YAML text into an element. */
export function createYamlViewer(options: {
  parent: HTMLElement;
  text: string;
  /** What the text is, for screen readers. */
  label: string;
  /** The words of CodeMirror in the language of the user. */
  phrases: Record<string, string>;
  onLine: (line: number) => void;
}): YamlViewer {
  const { parent, text, label, phrases, onLine } = options;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorState.readOnly.of(true),
        EditorState.phrases.of(phrases),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-readonly': 'true',
          tabindex: '0',
        }),
        lineNumbers({
          domEventHandlers: {
            mousedown: (editor, block) => {
              onLine(editor.state.doc.lineAt(block.from).number);
              return true;
            },
          },
        }),
        foldGutter(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search(),
        yaml(),
        syntaxHighlighting(highlighting),
        keymap.of([...searchKeymap, ...foldKeymap]),
        theme,
      ],
    }),
  });
  foldManagedFields(view);

  return {
    showLine: number => {
      const { doc } = view.state;
      const line = doc.line(Math.min(Math.max(1, number), doc.lines));
      view.dispatch({
        selection: EditorSelection.cursor(line.from),
        effects: EditorView.scrollIntoView(line.from, { y: 'center' }),
      });
    },
    destroy: () => view.destroy(),
  };
}

function foldManagedFields(view: EditorView): void {
  const { doc } = view.state;
  for (let number = 1; number < doc.lines; number++) {
    const line = doc.line(number);
    if (FOLDED_KEY.test(line.text)) {
      const end = endOfBlock(view, number);
      view.dispatch({ effects: foldEffect.of({ from: line.to, to: end }) });
      return;
    }
  }
}

/** The end of what is indented below a line, with the dashes of its list. */
function endOfBlock({ state: { doc } }: EditorView, start: number): number {
  const indent = (text: string) => text.search(/\S|$/);
  const own = indent(doc.line(start).text);
  let last = start;
  for (let number = start + 1; number <= doc.lines; number++) {
    const { text } = doc.line(number);
    const below =
      indent(text) > own ||
      (indent(text) === own && text.trim().startsWith('-'));
    if (!below) {
      break;
    }
    last = number;
  }
  return doc.line(last).to;
}
