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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forBothApps, inLegacyApp, knowsPlaceOf } from './addPlugins.mjs';
import {
  readLegacyEdits,
  readMainInstructions,
  readModuleInstructions,
} from './readInstructions.mjs';

/** What `npm test` can tell of the READMEs, which takes no installation. */
describe('the instructions of the READMEs', () => {
  it('add the backend, the app and their configuration', async () => {
    const { commands, edits, config } = await readMainInstructions();
    assert.deepEqual(
      commands.map(([, workspace, add]) => `${add} to ${workspace}`),
      ['add to backend', 'add to app'],
    );
    assert.deepEqual(
      edits.map(({ file }) => file),
      ['packages/backend/src/index.ts'],
    );
    assert.equal(config.tektonResults.clusters.length, 1);
  });

  it('add what an app on the old frontend system needs', async () => {
    const edits = inLegacyApp(await readLegacyEdits());
    assert.deepEqual(
      edits.map(({ file }) => file),
      [
        'packages/app-legacy/src/App.tsx',
        'packages/app-legacy/src/components/Root/Root.tsx',
        'packages/app-legacy/src/components/catalog/EntityPage.tsx',
      ],
    );
  });

  it('add every module to the backend', async () => {
    for (const { commands, edits } of await readModuleInstructions()) {
      assert.equal(commands.length, 1);
      assert.equal(edits[0]?.file, 'packages/backend/src/index.ts');
    }
  });

  it('have no code of which the installation test does not know where it goes', async () => {
    const main = await readMainInstructions();
    const modules = await readModuleInstructions();
    const edits = [
      ...main.edits,
      ...modules.flatMap(module => module.edits),
      ...(await readLegacyEdits()),
    ];
    for (const code of edits.flatMap(({ pieces }) => pieces)) {
      assert.ok(knowsPlaceOf(code), code);
    }
  });
});

describe('a command that adds to the app', () => {
  it('is for the one on the old frontend system, too', () => {
    assert.deepEqual(forBothApps(['workspace', 'app', 'add', 'a']), [
      ['workspace', 'app', 'add', 'a'],
      ['workspace', 'app-legacy', 'add', 'a'],
    ]);
    const backend = ['workspace', 'backend', 'add', 'a'];
    assert.deepEqual(forBothApps(backend), [backend]);
  });
});
