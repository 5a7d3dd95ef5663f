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

import { SearchField } from '@backstage/ui';
import { type ClipboardEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../translation';
import { type JumpTarget, jumpTarget } from './jumpTarget';

const TYPING_MS = 250;

/** Props of {@link QuickSearch}. */
export interface QuickSearchProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Goes where a text leads; false if there is no such place. */
  readonly onJump: (target: JumpTarget) => Promise<boolean>;
}

/** Searches while typing, a moment after the last key; at once on Enter. */
export function QuickSearch({ value, onChange, onJump }: QuickSearchProps) {
  const t = useTexts();
  const [text, setText] = useState(value);
  const sent = useRef(value);

  // Somebody else changed the filter: went back, or took the chip away.
  if (value !== sent.current) {
    sent.current = value;
    setText(value);
  }
  const send = (next: string) => {
    if (next !== sent.current) {
      sent.current = next;
      onChange(next);
    }
  };
  const sendLatest = useRef(send);
  sendLatest.current = send;
  useEffect(() => {
    const timer = setTimeout(() => sendLatest.current(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const onSubmit = async (submitted: string) => {
    const target = jumpTarget(submitted, window.location.href);
    if (!target || !(await onJump(target))) {
      send(submitted);
    }
  };

  const onPaste = async (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    const target = jumpTarget(pasted, window.location.href);
    if (target) {
      event.preventDefault();
      if (!(await onJump(target))) {
        setText(pasted.trim());
      }
    }
  };

  return (
    <SearchField
      size="small"
      aria-label={t('filters.search')}
      placeholder={t('filters.searchHint')}
      value={text}
      maxLength={256}
      onPaste={onPaste}
      onChange={setText}
      onSubmit={onSubmit}
      onClear={() => send('')}
    />
  );
}
