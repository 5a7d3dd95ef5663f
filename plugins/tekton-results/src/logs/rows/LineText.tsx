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

import { memo, type CSSProperties } from 'react';
import { coloursOf, type TextStyle } from '../ansi';
import type { LinePart, Piece } from '../lines';
import styles from './LineText.module.css';

/** Props of {@link LineText}. */
export interface LineTextProps {
  readonly parts: readonly LinePart[];
}

function Text({ parts }: LineTextProps) {
  return (
    <>
      {parts.map(({ href, pieces }, index) => {
        const drawn = pieces.map((piece, at) => (
          <PieceText key={at} piece={piece} />
        ));
        return href === undefined ? (
          drawn
        ) : (
          <a
            key={`${index}-${href}`}
            className={styles.link}
            href={href}
            target="_blank"
            rel="noopener noreferrer"
          >
            {drawn}
          </a>
        );
      })}
    </>
  );
}

/** The text of a line: never more than text, whatever it looks like. */
export const LineText = memo(Text);

function PieceText({ piece }: { readonly piece: Piece }) {
  const { text, style, mark } = piece;
  const className = classesOf(style);
  const colours = coloursOf(style);
  const drawn =
    className || colours ? (
      <span className={className} style={colours as CSSProperties}>
        {text}
      </span>
    ) : (
      text
    );
  if (!mark) {
    return <>{drawn}</>;
  }
  return (
    <mark className={mark === 'current' ? styles.current : styles.found}>
      {text}
    </mark>
  );
}

function classesOf(style: TextStyle): string {
  const { fg, bg, inverse } = style;
  const coloured = fg !== undefined || bg !== undefined || inverse;
  return [
    coloured && styles.coloured,
    style.bold && styles.bold,
    style.dim && !coloured && styles.dim,
    style.italic && styles.italic,
    style.underline && style.strike && styles.underlineStrike,
    style.underline && !style.strike && styles.underline,
    style.strike && !style.underline && styles.strike,
  ]
    .filter(Boolean)
    .join(' ');
}
