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

import { type RefObject, useState } from 'react';
import { KeyList } from '../keys';
import { useTexts } from '../translation';
import { useListKeys } from './useListKeys';

/** Props of {@link ListKeys}. */
export interface ListKeysProps {
  /** Where the keys mean something. */
  readonly region: RefObject<HTMLElement>;
}

/** Lets keys act on a list, and lists them if asked. */
export function ListKeys({ region }: ListKeysProps) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  useListKeys(region, () => setOpen(true));

  return (
    <KeyList
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      keys={[
        ['/', t('runs.keys.search')],
        ['j k', t('runs.keys.move')],
        ['?', t('runs.keys.list')],
      ]}
    />
  );
}
