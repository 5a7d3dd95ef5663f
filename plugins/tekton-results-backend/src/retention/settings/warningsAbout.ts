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

import type { ConfigProblem } from '../../config';
import type { PolicySelector, RetentionSettings } from './RetentionSettings';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is understood, but may not be meant so. */
export function warningsAbout(
  settings: RetentionSettings,
  options: { path: string; section: Readonly<Record<string, unknown>> },
): ConfigProblem[] {
  const { path, section } = options;
  const { policies, defaultRetention, maxBytes } = settings;
  const warnings: ConfigProblem[] = [];
  if (section.maxRetention !== undefined) {
    warnings.push({
      path: `${path}.maxRetention`,
      message: `is the old name of defaultRetention${
        section.defaultRetention === undefined ? '' : ', and used instead of it'
      }`,
    });
  }
  if (policies.length === 0) {
    const causes = [
      typeof defaultRetention === 'number' && 'by defaultRetention',
      defaultRetention !== 'forever' &&
        Object.values(maxBytes).some(limit => limit !== undefined) &&
        'for maxBytes',
    ].filter(cause => cause !== false);
    if (causes.length > 0) {
      warnings.push({
        path: `${path}.policies`,
        message: `has no policies: all runs go ${causes.join(' and ')}`,
      });
    }
  }
  const last = policies.findIndex(({ selector }) => matchesAll(selector));
  if (last >= 0 && last < policies.length - 1) {
    warnings.push({
      path: `${path}.policies[${last}]`,
      message: 'matches all runs: no policy after it is ever asked',
    });
  }
  const keepings = [
    ...policies.map(({ retention }, index) => ({
      at: `policies[${index}].retention`,
      retention,
    })),
    { at: 'defaultRetention', retention: defaultRetention },
  ];
  for (const { at, retention } of keepings) {
    if (typeof retention === 'number' && retention < DAY_MS) {
      warnings.push({
        path: `${path}.${at}`,
        message: `keeps runs for ${retention / 60_000} minutes only`,
      });
    }
  }
  return warnings;
}

/** Whether a selector asks for nothing. */
function matchesAll(selector: PolicySelector): boolean {
  const { labels, annotations, ...others } = selector;
  return (
    labels.length === 0 &&
    annotations.length === 0 &&
    Object.values(others).every(criterion => criterion === undefined)
  );
}
