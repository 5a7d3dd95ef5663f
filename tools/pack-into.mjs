#!/usr/bin/env node
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

/*
 * `yarn pack:into <folder>`: builds and packs the packages for the Backstage
 * in a folder, as long as they are not released. What they are installed with
 * is in the README.
 */
import { relative, resolve } from 'node:path';
import { stopCommands } from './lib/commands.mjs';
import {
  ARCHIVES_FOLDER,
  packInto,
  restoreManifests,
} from './lib/packages.mjs';
import { onStopSignal } from './lib/processGroup.mjs';

async function main() {
  const [target] = process.argv.slice(2);
  if (!target) throw new Error('Name the folder of your Backstage');
  const folder = resolve(target);
  onStopSignal(async () => {
    await stopCommands();
    await restoreManifests();
  });
  console.log('Building and packing the packages (about two minutes) …');
  await packInto(folder);
  console.log(
    `They are in ${relative(
      '',
      resolve(folder, ARCHIVES_FOLDER),
    )}, and the resolutions of the package.json there lead to them. Commit both.`,
  );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
