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

import type {
  RunLink,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { fillLinkTemplate } from '../../config';

/**
 * Where else a run is shown. Nowhere once it is gone from its cluster: a link to
 * what is not there any more helps nobody.
 */
export function runLinks(
  run: RunSummary,
  templates: readonly RunLink[],
): RunLink[] {
  if (run.goneAt) {
    return [];
  }
  const { cluster, namespace, kind, name, uid } = run;
  const resource = `${kind.toLowerCase()}s`;
  const facts = { cluster, namespace, kind, resource, name, uid };
  return templates.map(({ title, url }) => ({
    title,
    url: fillLinkTemplate(url, facts),
  }));
}
