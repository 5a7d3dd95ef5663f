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

import type { Entity } from '@backstage/catalog-model';
import type { EntityScope } from 'backstage-plugin-tekton-results-common';
import { CodeBlock, Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link InvalidAnnotation}. */
export interface InvalidAnnotationProps {
  readonly entity: Entity;
  readonly mapping: Extract<EntityScope, { kind: 'invalid' }>;
}

/** Names the annotation that cannot be read, and what is wrong with it. */
export function InvalidAnnotation({ entity, mapping }: InvalidAnnotationProps) {
  const t = useTexts();
  const { annotation, problem } = mapping;
  const value = entity.metadata.annotations?.[annotation] ?? '';

  return (
    <Notice title={t('invalid.title')}>
      <p>{t('invalid.hint', { annotation, problem })}</p>
      <CodeBlock
        label={t('invalid.value')}
        code={`${annotation}: ${JSON.stringify(value)}`}
      />
    </Notice>
  );
}
