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

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { backstageCli, exists, runNode } from './commands.mjs';
import { root } from './root.mjs';

const STAMP = join(root, 'node_modules/.cache/app-build.stamp');

/** Results of builds and tests do not change the app. */
const NO_SOURCES = ['node_modules', 'dist', 'dist-types', 'e2e-tests'];

/** Only these end up in the app; backend packages do not. */
const APP_ROLES = /^(frontend|web-library|common-library)/;

/**
 * Builds `packages/app` unless nothing it is built from has changed.
 *
 * @returns {Promise<{ ok: boolean, reason: string, output: string }>}
 */
export async function buildApp() {
  const hash = await hashSources();
  const built = await readFile(STAMP, 'utf8').catch(() => '');
  if (built === hash && exists('packages/app/dist/index.html')) {
    return { ok: true, reason: '', output: '' };
  }
  await rm(STAMP, { force: true });
  const result = await runNode([backstageCli(), 'package', 'build'], {
    cwd: join(root, 'packages/app'),
  });
  if (result.ok) {
    await mkdir(dirname(STAMP), { recursive: true });
    await writeFile(STAMP, hash);
  }
  return result;
}

async function hashSources() {
  const files = [
    ...(await rootFiles()),
    ...(await Promise.all((await appFolders()).map(filesBelow))).flat(),
  ].sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) {
    hash.update(`\0${relative(root, file)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** The app's configuration and its schema's users are built in, too. */
async function rootFiles() {
  const names = await readdir(root);
  return names
    .filter(name =>
      /^(app-config.*\.yaml|yarn\.lock|package\.json)$/.test(name),
    )
    .map(name => join(root, name));
}

async function appFolders() {
  const folders = await Promise.all(
    ['packages', 'plugins'].map(async parent =>
      (await readdir(join(root, parent))).map(name => join(root, parent, name)),
    ),
  );
  return folders.flat().filter(folder => APP_ROLES.test(roleOf(folder)));
}

function roleOf(folder) {
  try {
    const file = readFileSync(join(folder, 'package.json'), 'utf8');
    return JSON.parse(file).backstage?.role ?? '';
  } catch {
    return '';
  }
}

/** @returns {Promise<string[]>} */
async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(entry => !NO_SOURCES.includes(entry.name))
      .map(entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesBelow(path);
        return entry.isFile() && !/\.test\.tsx?$/.test(entry.name)
          ? [path]
          : [];
      }),
  );
  return nested.flat();
}
