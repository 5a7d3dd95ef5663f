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

import { useState } from 'react';
import { CopyButton } from '../../states';
import { useTexts } from '../../translation';
import type { JsonValue } from '../object';
import styles from './Inputs.module.css';

/** Longer values are folded. */
const FOLDED_LENGTH = 240;
const FOLDED_LINES = 6;

/** Props of {@link ValueView}. */
export interface ValueViewProps {
  /** What the value is of, for screen readers. */
  readonly name: string;
  readonly value: JsonValue;
}

/** A value of any type; long ones are folded. */
export function ValueView({ name, value }: ValueViewProps) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const text = valueText(value);
  const short = foldedText(text);
  const folds = short !== text;

  return (
    <div className={styles.value}>
      {text === '' ? (
        <span className={styles.muted}>{t('inputs.emptyText')}</span>
      ) : (
        <code className={styles.text}>{open ? text : short}</code>
      )}
      <span className={styles.valueActions}>
        {folds && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'inputs.less' : 'inputs.more', { name })}
          </button>
        )}
        {text !== '' && <CopyButton text={text} name={name} />}
      </span>
    </div>
  );
}

/** A value as people read it: lists and objects with a line for each part. */
export function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** The beginning of a long text. */
export function foldedText(text: string): string {
  const lines = text.split('\n');
  const head = lines.slice(0, FOLDED_LINES).join('\n').slice(0, FOLDED_LENGTH);
  return head.length < text.length ? `${head.trimEnd()}…` : text;
}
