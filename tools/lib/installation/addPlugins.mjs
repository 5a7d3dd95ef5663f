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

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withAnnotations } from '../entities.mjs';
import { withCodeBefore, withImports } from '../sourceEdits.mjs';
import { LEGACY_APP } from './newBackstage.mjs';
import { portalYarn } from './portalYarn.mjs';

/**
 * Before what code goes in the files that create-app makes, by how it begins.
 * Where that is, instructions leave to those who know their app.
 */
const ANCHORS = {
  'backend.add(': 'backend.start();',
  '<Route ': '</FlatRoutes>',
  '<SidebarItem': '<SidebarItem icon={ExtensionIcon}',
  '<EntityLayout.Route': '<EntityLayout.Route path="/ci-cd"',
  '<EntitySwitch>': '<Grid item md={4} xs={12}>\n      <EntityLinksCard />',
};

/** The component of the new Backstage that has runs, and which. */
export const COMPONENT = 'example-website';
const RUNS_OF_COMPONENT = { 'backstage.io/kubernetes-id': 'checkout' };

/**
 * Installs packages with the commands of the README, and of the READMEs of
 * modules.
 *
 * @param {string} portal
 * @param {string[][]} commands arguments of Yarn
 */
export async function installPackages(portal, commands) {
  for (const command of commands.flatMap(forBothApps)) {
    await portalYarn(portal, command);
  }
}

/**
 * What is added to the app is added to the one on the old frontend system, too.
 *
 * @param {string[]} command
 */
export function forBothApps(command) {
  return command[0] === 'workspace' && command[1] === 'app'
    ? [command, ['workspace', LEGACY_APP, ...command.slice(2)]]
    : [command];
}

/**
 * @param {string} portal
 * @param {import('./readInstructions.mjs').Instructions['edits']} edits
 */
export async function editSources(portal, edits) {
  for (const { file, imports, pieces } of edits) {
    await changeText(join(portal, file), source =>
      withImports(
        pieces.reduce(
          (text, code) =>
            withCodeBefore(text, { anchor: anchorOf(code), code }),
          source,
        ),
        imports,
      ),
    );
  }
}

/**
 * For the app on the old frontend system, which instructions call `app`.
 *
 * @param {import('./readInstructions.mjs').Instructions['edits']} edits
 */
export function inLegacyApp(edits) {
  return edits.map(edit => ({
    ...edit,
    file: edit.file.replace(/^packages\/app\//, `packages/${LEGACY_APP}/`),
  }));
}

const startOf = code => Object.keys(ANCHORS).find(key => code.startsWith(key));

/** @param {string} code of instructions */
export const knowsPlaceOf = code => startOf(code) !== undefined;

function anchorOf(code) {
  const start = startOf(code);
  if (!start) throw new Error(`it is not known where this goes:\n${code}`);
  return ANCHORS[start];
}

/** Gives a component of the examples the annotation of a recorded one. */
export async function annotateComponent(portal) {
  await changeText(join(portal, 'examples/entities.yaml'), text =>
    withAnnotations(text, COMPONENT, RUNS_OF_COMPONENT),
  );
}

async function changeText(file, change) {
  const text = await readFile(file, 'utf8');
  try {
    await writeFile(file, change(text));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
}
