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

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  codeBlocks,
  fileBlocks,
  statements,
  yarnCommands,
} from '../instructions.mjs';
import { publishablePackages } from '../packages.mjs';
import { root } from '../root.mjs';

/*
 * What this repository tells those who install the plugins.
 *
 * @typedef {{
 *   commands: string[][],
 *   edits: { file: string, imports: string[], pieces: string[] }[],
 *   config: object,
 * }} Instructions
 */

/** The README: what to add, for the backend and both frontend systems. */
export async function readMainInstructions() {
  const blocks = await blocksOf('README.md', '## Add it to your Backstage');
  const [config] = fileBlocks(blocks, 'yaml');
  if (!config) throw new Error('README.md shows no configuration');
  return {
    commands: yarnCommands(blocks),
    edits: editsOf(blocks, 'ts'),
    config: parse(config.code),
  };
}

/** What an app on the old frontend system needs besides. */
export async function readLegacyEdits() {
  return editsOf(
    await blocksOf(
      'docs/screens.md',
      '## In an app on the old frontend system',
    ),
    'tsx',
  );
}

/** The READMEs of the modules, which nobody must have. */
export async function readModuleInstructions() {
  const readmes = publishablePackages()
    .filter(({ role }) => role === 'backend-plugin-module')
    .map(({ folder }) => join(folder, 'README.md'));
  return Promise.all(
    readmes.map(async file => {
      if (!existsSync(file)) throw new Error(`${file} is missing`);
      const blocks = codeBlocks(await readFile(file, 'utf8'));
      return { commands: yarnCommands(blocks), edits: editsOf(blocks, 'ts') };
    }),
  );
}

async function blocksOf(file, heading) {
  return codeBlocks(await readFile(join(root, file), 'utf8'), heading);
}

function editsOf(blocks, language) {
  return fileBlocks(blocks, language).map(({ file, code }) => ({
    file,
    ...statements(code),
  }));
}
