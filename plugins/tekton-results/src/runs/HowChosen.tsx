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

import { RiFilter3Line } from '@remixicon/react';
import { PopoverButton } from '../page';
import { CodeBlock } from '../states';
import { useTexts } from '../translation';

/** Props of {@link HowChosen}. */
export interface HowChosenProps {
  /** The annotation that decided. */
  readonly rule: string;
  /** The whole scope in CEL. */
  readonly filter: string;
}

/** A button that tells why these runs belong to an entity. */
export function HowChosen({ rule, filter }: HowChosenProps) {
  const t = useTexts();

  return (
    <PopoverButton
      label={t('chosen.title')}
      icon={<RiFilter3Line />}
      variant="tertiary"
    >
      <p>{t('chosen.rule')}</p>
      <p>
        <code>{rule}</code>
      </p>
      <p>{t('chosen.filter')}</p>
      <CodeBlock label={t('chosen.filterName')} code={filter} />
      <p>{t('chosen.access')}</p>
    </PopoverButton>
  );
}
