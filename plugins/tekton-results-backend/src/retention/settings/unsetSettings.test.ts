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

import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { ConfigSources, FileConfigSource } from '@backstage/config-loader';
import { readRetentionSettings } from './readRetentionSettings';

/** What Backstage makes of the policies of a file. */
async function read(policies: string, variables: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  try {
    const path = join(folder, 'app-config.yaml');
    await writeFile(
      path,
      `tektonResults:\n  retention:\n    defaultRetention: 30d\n    policies: ${policies}\n`,
    );
    const config = await ConfigSources.toConfig(
      FileConfigSource.create({
        path,
        substitutionFunc: async name => variables[name],
      }),
    );
    const section = config.getOptional('tektonResults.retention');
    config.close();
    return readRetentionSettings(section);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const selecting = (selector: string) =>
  `\n      - { retention: 5d, selector: ${selector} }`;

describe('settings without a value in a file of Backstage', () => {
  it.each([
    '',
    '\n    # - retention: forever',
    '${UNSET}',
    '"${EMPTY}"',
    '"# none"',
  ])('are not seen, but warned of: policies: %s', async policies => {
    const { settings, warnings } = await read(policies, { EMPTY: '' });
    expect(settings?.policies).toEqual([]);
    expect(warnings).toMatchObject([
      { path: 'tektonResults.retention.policies' },
    ]);
  });

  it.each([
    ['', '[0].selector'],
    ['{}', '[0].selector'],
    ['{ matchLabels: }', '[0].selector.matchLabels'],
    ['{ matchNamespaces: "${UNSET}" }', '[0].selector'],
    ['{ matchLabels: { team: } }', '[0].selector.matchLabels.team'],
    ['{ matchNamespaces: [] }', '[0].selector.matchNamespaces'],
  ])('are mistakes in a policy: selector: %s', async (selector, path) => {
    const { settings, problems } = await read(selecting(selector));
    expect(settings).toBeUndefined();
    expect(problems.map(problem => problem.path)).toEqual([
      `tektonResults.retention.policies${path}`,
    ]);
  });
});
