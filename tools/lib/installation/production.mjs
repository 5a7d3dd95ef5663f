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

import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../commands.mjs';
import { ARCHIVES_FOLDER, requireOk } from '../packages.mjs';
import { portalYarn } from './portalYarn.mjs';

/** What the Dockerfile of create-app copies, and the archives that its lock file leads to. */
const COPIED = [
  '.yarnrc.yml',
  'backstage.json',
  'yarn.lock',
  'package.json',
  'examples',
  'app-config.yaml',
  ARCHIVES_FOLDER,
];

/**
 * Installs the built backend in a folder of its own, as the Dockerfile of
 * create-app does it: with what it needs in production, and no sources.
 *
 * @param {string} portal
 * @param {string} folder
 */
export async function installForProduction(portal, folder) {
  await mkdir(folder);
  for (const name of COPIED) {
    await cp(join(portal, name), join(folder, name), { recursive: true });
  }
  const dist = join(portal, 'packages/backend/dist');
  await unpack(join(dist, 'skeleton.tar.gz'), folder);
  await portalYarn(folder, ['workspaces', 'focus', '--all', '--production']);
  await unpack(join(dist, 'bundle.tar.gz'), folder);
}

async function unpack(archive, folder) {
  requireOk(
    `unpacking ${archive}`,
    await run(['tar', '-xzf', archive], { cwd: folder }),
  );
}

/**
 * @param {string} file
 * @param {object} config
 */
export async function writeConfig(file, config) {
  // JSON is YAML, too.
  await writeFile(file, JSON.stringify(config, null, 2));
}
