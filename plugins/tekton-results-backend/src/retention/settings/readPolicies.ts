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

import { toError } from '@backstage/errors';
import { parseDocument } from 'yaml';
import type { ConfigProblem } from '../../config';
import { issueProblems } from '../../settings';
import { DEFAULT_POLICY } from '../rules/Rule';
import { SPACE_POLICY } from '../rules/space';
import { DELETED_NAMESPACES } from '../rules/sweeps';
import { partsKeptTooLong, policySchema } from './policySchema';
import type { PolicySettings } from './RetentionSettings';

const OWN_NAMES = [DEFAULT_POLICY, SPACE_POLICY, DELETED_NAMESPACES];

const ABOUT_PARTS =
  'must not be longer than retention: it goes with its run at the latest';

/**
 * Reads `policies`: a list, or the text of one in YAML, as it stands in upstream's
 * ConfigMap.
 */
export function readPolicies(
  given: unknown,
  options: { path: string; problems: ConfigProblem[] },
): PolicySettings[] {
  const { path, problems } = options;
  const list = typeof given === 'string' ? readYaml(given, options) : given;
  if (list === undefined) {
    return [];
  }
  if (!Array.isArray(list)) {
    problems.push({
      path,
      message: 'must be a list, or a list written in YAML',
    });
    return [];
  }
  const names = new Set(OWN_NAMES);
  return list.flatMap((item: unknown, index) => {
    const parsed = policySchema.safeParse(item);
    const mistakes = [
      ...(parsed.error?.issues ?? []).flatMap(issue =>
        issueProblems(issue, `${path}[${index}]`),
      ),
      ...partsKeptTooLong(item).map(part => ({
        path: `${path}[${index}].${part}`,
        message: ABOUT_PARTS,
      })),
    ];
    problems.push(...mistakes);
    if (!parsed.success || mistakes.length > 0) {
      return [];
    }
    const { name = `policy ${index + 1}` } = parsed.data;
    return [{ ...parsed.data, name: uniqueName(name, names) }];
  });
}

/** Upstream's names need not be unique; ours tell why a run is gone. */
function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let number = 2; names.has(unique); number += 1) {
    unique = `${name} (${number})`;
  }
  names.add(unique);
  return unique;
}

/**
 * Scalars stay the texts that were written, as upstream reads them: `1.10` as a
 * value of a label is no number.
 */
function readYaml(
  text: string,
  { path, problems }: { path: string; problems: ConfigProblem[] },
): unknown {
  const document = parseDocument(text, { schema: 'failsafe' });
  problems.push(
    ...document.errors.map(({ message }) => ({
      path,
      message: `is no YAML: ${message.split('\n')[0]}`,
    })),
  );
  // Of text that is no YAML, what was read of it is not what was meant.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) {
    return undefined;
  }
  try {
    const list: unknown = document.toJS();
    // As upstream ships it: comments only.
    return list === null || list === '' ? undefined : list;
  } catch (error) {
    problems.push({ path, message: `is no YAML: ${toError(error).message}` });
    return undefined;
  }
}
