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

import { join } from 'node:path';
import { findOrInstallChromium } from '../chromium.mjs';
import { run } from '../commands.mjs';
import { startExampleCluster } from '../exampleCluster.mjs';
import { packInto, requireOk } from '../packages.mjs';
import { freePort } from '../ports.mjs';
import { stopGroup } from '../processGroup.mjs';
import {
  annotateComponent,
  editSources,
  inLegacyApp,
  installPackages,
} from './addPlugins.mjs';
import { checkApi } from './apiChecks.mjs';
import { LEGACY_APP, makeBackstage } from './newBackstage.mjs';
import { PortalBackend } from './PortalBackend.mjs';
import { portalConfig } from './portalConfig.mjs';
import { portalYarn } from './portalYarn.mjs';
import { installForProduction } from './production.mjs';
import {
  readLegacyEdits,
  readMainInstructions,
  readModuleInstructions,
} from './readInstructions.mjs';
import { checkScreens } from './screenChecks.mjs';

/*
 * The steps of the installation test, each of which needs the one before.
 *
 * @typedef {{
 *   folder: string, for all that is made
 *   screenshots?: string,
 *   tell: (message: string) => void,
 *   onStop: (stop: () => Promise<unknown>) => void,
 *   portal?: string, the new Backstage
 *   clusterUrl?: string,
 *   chromiumPath?: string,
 * }} Context what earlier steps leave for later ones
 */

/** @type {import('../testSteps.mjs').Step[]} */
export const installationSteps = inARow([
  ['create', 'a new Backstage, by create-app', create],
  ['pack', 'packages, built and packed', pack],
  ['install', 'installed as the READMEs tell', install],
  ['types', 'types', checkTypes],
  ['config', 'configuration of the README', checkConfig],
  ['build', 'backend and both apps, built', build],
  ['production', 'installed for production', installProduction],
  ['programs', 'example cluster and Chromium', startPrograms],
  ['api', 'API', checkBackend],
  ['screens', 'screens in the new frontend system', checkApp('app')],
  ['legacy', 'screens in the old frontend system', checkApp(LEGACY_APP)],
]);

function inARow(steps) {
  return steps.map(([name, title, action], index) => ({
    name,
    title,
    ...(index > 0 && { needs: [steps[index - 1][0]] }),
    run: async context => {
      await action(context);
      return {};
    },
  }));
}

async function create(context) {
  context.portal = await makeBackstage(context.folder);
}

async function pack({ portal }) {
  await packInto(portal);
}

async function install({ portal }) {
  const main = await readMainInstructions();
  const modules = await readModuleInstructions();
  const all = [main, ...modules];
  await installPackages(
    portal,
    all.flatMap(({ commands }) => commands),
  );
  await editSources(
    portal,
    all.flatMap(({ edits }) => edits),
  );
  await editSources(portal, inLegacyApp(await readLegacyEdits()));
  await annotateComponent(portal);
}

/** With the declarations of our packages, which `yarn tsc` would not check. */
async function checkTypes({ portal }) {
  await portalYarn(portal, ['tsc:full']);
}

async function checkConfig({ portal }) {
  await portalYarn(portal, ['backstage-cli', 'config:check', '--lax']);
}

async function build({ portal }) {
  await portalYarn(portal, ['build:backend']);
}

async function installProduction(context) {
  await installForProduction(context.portal, productionFolder(context));
}

async function startPrograms(context) {
  context.clusterUrl = await startExampleCluster(child =>
    context.onStop(() => stopGroup(child)),
  );
  context.chromiumPath = await findOrInstallChromium(context.tell);
}

async function checkBackend(context) {
  await withBackend(context, 'app', ({ url }) => checkApi(url));
  requireOk(
    'the program tekton-results',
    await run(['node_modules/.bin/tekton-results', 'import', '--help'], {
      cwd: productionFolder(context),
    }),
  );
}

function checkApp(app) {
  return context =>
    withBackend(context, app, ({ url }) =>
      checkScreens({
        url,
        name: app,
        chromiumPath: context.chromiumPath,
        screenshots: context.screenshots,
        onStart: browser => context.onStop(() => browser.close()),
      }),
    );
}

async function withBackend(context, app, check) {
  const { config } = await readMainInstructions();
  /** @type {PortalBackend | undefined} */
  let backend;
  try {
    backend = await PortalBackend.start(
      productionFolder(context),
      portalConfig({
        readme: config,
        clusterUrl: context.clusterUrl,
        port: await freePort(),
        data: join(context.folder, 'data'),
        app,
      }),
      started => {
        backend = started;
        context.onStop(() => started.stop());
      },
    );
    await check(backend);
  } catch (error) {
    throw new Error([error.message, backend?.problems].join('\n'));
  } finally {
    await backend?.stop();
  }
}

const productionFolder = ({ folder }) => join(folder, 'production');
