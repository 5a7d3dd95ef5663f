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

import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { RUN_KEYS } from '../names';
import { annotationOf, isOneOf, labelOf } from './celConditions';
import type { SourceRepository } from './sourceRepository';

const MAX_LABEL_LENGTH = 63;

/**
 * The condition that Pipelines-as-Code made a run for a repository, by its
 * labels or, where they are missing, by the URL in its annotation.
 *
 * @internal
 */
export function repositoryCondition(repository: SourceRepository): string {
  const { urls, path } = repository;
  const { urlOrg, urlRepository, repoUrl } = RUN_KEYS.pac;
  const byUrl = isOneOf(annotationOf(repoUrl), urls);
  if (!path) {
    return byUrl;
  }
  const byLabels = [
    isOneOf(labelOf(urlOrg), [labelValue(path.owner)]),
    isOneOf(labelOf(urlRepository), [labelValue(path.name)]),
  ].join(' && ');
  return `(${byLabels})\n  || ${byUrl}`;
}

/**
 * What Pipelines-as-Code makes of a text to have a label's value, as in its
 * `CleanValueKubernetes`
 * (https://github.com/openshift-pipelines/pipelines-as-code/blob/main/pkg/formatting/k8labels.go).
 */
function labelValue(text: string): string {
  if (KubernetesValidatorFunctions.isValidLabelValue(text)) {
    return text;
  }
  return text
    .replace(/[^-A-Za-z0-9._:/ [\]]/g, '')
    .replace(/[:/]/g, '-')
    .replace(/ /g, '_')
    .replace(/[[\]]/g, '__')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(-MAX_LABEL_LENGTH)
    .replace(/^[-._]+/, '');
}
