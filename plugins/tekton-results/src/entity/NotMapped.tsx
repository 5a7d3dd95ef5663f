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
import { ENTITY_ANNOTATIONS } from 'backstage-plugin-tekton-results-common';
import { CodeBlock, Notice } from '../states';
import { useTexts } from '../translation';

/** Props of {@link NotMapped}. */
export interface NotMappedProps {
  readonly entity: Entity;
}

/** Shows what to add to an entity that does not say which runs are its own. */
export function NotMapped({ entity }: NotMappedProps) {
  const t = useTexts();
  const { filter, labelSelector, kubernetesId, cicd, namespace, cluster } =
    ENTITY_ANNOTATIONS;
  const example = [
    'metadata:',
    `  name: ${entity.metadata.name}`,
    '  annotations:',
    `    ${kubernetesId}: ${entity.metadata.name}`,
  ].join('\n');

  return (
    <Notice title={t('notMapped.title')}>
      <p>{t('notMapped.hint')}</p>
      <CodeBlock label={t('notMapped.example')} code={example} />
      <p>
        {t('notMapped.tried')} <code>{filter}</code>,{' '}
        <code>{labelSelector}</code>, <code>{kubernetesId}</code>,{' '}
        <code>{cicd}: &quot;true&quot;</code>
      </p>
      <p>{t('notMapped.narrowing', { namespace, cluster })}</p>
    </Notice>
  );
}
