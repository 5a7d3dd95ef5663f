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

import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runNode } from '../commands.mjs';
import { withDependencies, withResolutions } from '../manifests.mjs';
import { requireOk, writeManifest } from '../packages.mjs';
import { npmCommand } from '../registry.mjs';
import { root } from '../root.mjs';

/** The one that makes apps of the release in `backstage.json`. */
const CREATE_APP = { name: '@backstage/create-app', version: '0.9.2' };

/** A proxy that is not there: create-app looks for a newer lock file on the web. */
const NO_NETWORK = {
  NODE_USE_ENV_PROXY: '1',
  HTTPS_PROXY: 'http://127.0.0.1:9',
};

/** The app on the old frontend system, beside `app`. */
export const LEGACY_APP = 'app-legacy';

/**
 * Makes a new Backstage, with the app that create-app makes and, beside it, the
 * one on the old frontend system; both are served by one backend. Nothing is
 * installed in it yet.
 *
 * @param {string} folder for all that is made
 * @returns {Promise<string>} the folder of the Backstage
 */
export async function makeBackstage(folder) {
  const program = await installCreateApp(join(folder, 'create-app'));
  const portal = join(folder, 'portal');
  const legacy = join(folder, 'legacy');
  await createApp(program, portal, []);
  await createApp(program, legacy, ['--legacy']);
  await requireOurRelease(portal);

  const legacyApp = join(portal, 'packages', LEGACY_APP);
  await cp(join(legacy, 'packages/app'), legacyApp, { recursive: true });
  await rm(legacy, { recursive: true });
  await changeManifest(legacyApp, app => ({ ...app, name: LEGACY_APP }));
  await changeManifest(join(portal, 'packages/backend'), backend =>
    withDependencies(backend, { [LEGACY_APP]: `link:../${LEGACY_APP}` }),
  );
  await useKnownVersions(portal);
  return portal;
}

async function installCreateApp(folder) {
  await mkdir(folder);
  await writeManifest(join(folder, 'package.json'), {
    private: true,
    dependencies: { [CREATE_APP.name]: CREATE_APP.version },
  });
  const { command, args } = npmCommand([
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  requireOk(
    `installing ${CREATE_APP.name}`,
    await run([command, ...args], { cwd: folder }),
  );
  return join(
    folder,
    'node_modules',
    CREATE_APP.name,
    'bin/backstage-create-app',
  );
}

async function createApp(program, folder, args) {
  requireOk(
    CREATE_APP.name,
    await runNode([program, '--skip-install', '--path', folder, ...args], {
      env: { ...NO_NETWORK, BACKSTAGE_APP_NAME: 'portal' },
    }),
  );
}

async function requireOurRelease(portal) {
  const [ours, made] = await Promise.all(
    [root, portal].map(folder => readJson(join(folder, 'backstage.json'))),
  );
  if (ours.version !== made.version) {
    throw new Error(
      `${CREATE_APP.name} ${CREATE_APP.version} makes a Backstage ${made.version}, and this repository is for ${ours.version}: set the version in newBackstage.mjs that goes with it`,
    );
  }
}

/**
 * A new Backstage gets what is newest, or what the lock file says that
 * create-app fetches from the web. Here it gets the versions that the tests of
 * this repository run with, so that a failure is one of our packages.
 */
async function useKnownVersions(portal) {
  const { resolutions } = await readJson(join(root, 'package.json'));
  await changeManifest(portal, manifest =>
    withResolutions(manifest, resolutions),
  );
  await cp(join(root, 'yarn.lock'), join(portal, 'yarn.lock'));
}

async function changeManifest(folder, change) {
  const file = join(folder, 'package.json');
  await writeManifest(file, change(await readJson(file)));
}

const readJson = async file => JSON.parse(await readFile(file, 'utf8'));
