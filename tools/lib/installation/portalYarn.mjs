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

import { run } from '../commands.mjs';
import { requireOk } from '../packages.mjs';
import { registryEnv } from '../registry.mjs';

/**
 * The Yarn of this repository, and not the older one that create-app puts into
 * an app: that one compiles native packages, for which it needs compilers and
 * headers.
 */
const env = () => ({
  YARN_IGNORE_PATH: '1',
  YARN_ENABLE_TELEMETRY: '0',
  // Else Yarn takes a changed lock file for a fault where CI is set.
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  ...registryEnv(),
});

/**
 * Runs a command of Yarn in the new Backstage.
 *
 * @param {string} cwd
 * @param {string[]} args
 * @throws with its output, if it fails
 */
export async function portalYarn(cwd, args) {
  requireOk(
    `yarn ${args.join(' ')}`,
    await run(['yarn', ...args], { cwd, env: env() }),
  );
}
