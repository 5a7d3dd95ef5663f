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

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import {
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { backstageCli, binary, run, runNode } from './commands.mjs';
import { archiveResolutions, withResolutions } from './manifests.mjs';
import { root } from './root.mjs';

/** Where the archives are in the Backstage that gets them. */
export const ARCHIVES_FOLDER = 'tekton-results';

/** What `prepack` keeps of a package.json that it changes. */
const BACKUP = 'package.json-prepack';

/**
 * The packages that adopters install.
 *
 * @returns {{ name: string, version: string, role: string, folder: string }[]}
 */
export function publishablePackages() {
  return pluginFolders()
    .map(folder => ({
      folder,
      manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ manifest, folder }) => ({
      name: manifest.name,
      version: manifest.version,
      role: manifest.backstage.role,
      folder,
    }));
}

function pluginFolders() {
  return readdirSync(join(root, 'plugins'))
    .map(name => join(root, 'plugins', name))
    .filter(folder => existsSync(join(folder, 'package.json')));
}

/**
 * Builds all packages, packs them as they would be published, and lets the
 * Backstage in a folder take them from these archives.
 *
 * @param {string} folder of a Backstage app
 * @param {string} [yarn] the program
 * @throws with the output of the step that failed
 */
export async function packInto(folder, yarn = 'yarn') {
  const manifestFile = join(folder, 'package.json');
  if (!existsSync(manifestFile)) {
    throw new Error(`There is no Backstage in ${folder}: no package.json`);
  }
  await build();
  const archives = await pack(join(folder, ARCHIVES_FOLDER), yarn);
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
  await writeManifest(
    manifestFile,
    withResolutions(manifest, archiveResolutions(archives, ARCHIVES_FOLDER)),
  );
}

/**
 * @param {string} file
 * @param {object} manifest
 */
export async function writeManifest(file, manifest) {
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

async function build() {
  requireOk('tsc', await runNode([binary('typescript', 'tsc')]));
  requireOk('build', await runNode([backstageCli(), 'repo', 'build']));
}

async function pack(folder, yarn) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith('.tgz')) await rm(join(folder, name));
  }
  const archives = [];
  try {
    for (const { name, version, folder: cwd } of publishablePackages()) {
      const file = `${name}-${version}.tgz`;
      requireOk(
        `packing ${name}`,
        await run([yarn, 'pack', '--out', join(folder, file)], { cwd }),
      );
      archives.push({ name, file });
    }
  } finally {
    await restoreManifests();
  }
  return archives;
}

/**
 * Undoes what packing changes while it runs, in case that it was stopped: in
 * the middle of writing a package.json, too.
 */
export async function restoreManifests() {
  for (const folder of pluginFolders()) {
    const backup = join(folder, BACKUP);
    if (existsSync(backup)) await rename(backup, join(folder, 'package.json'));
  }
}

/**
 * @param {string} what
 * @param {{ ok: boolean, reason: string, output: string }} result
 * @throws with the output, if it went wrong
 */
export function requireOk(what, { ok, reason, output }) {
  if (!ok) throw new Error(`${what} failed, ${reason}\n${output}`);
}
