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

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/*
 * Where packages are fetched from. Only Node.js built-ins are used here:
 * nothing may be installed yet.
 */
const toolchain = join(root, 'tools', 'toolchain');

/**
 * Yarn does not read npm's settings: these let it fetch from where npm fetches.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function registryEnv() {
  if (process.env.YARN_NPM_REGISTRY_SERVER) return {};
  const rc = readFileSync(join(root, '.yarnrc.yml'), 'utf8');
  if (/^npmRegistryServer:/m.test(rc)) return {};
  const registry = npmSetting(process.env);
  // Without its settings files npm tells its default.
  const usual = npmSetting({
    PATH: process.env.PATH,
    npm_config_userconfig: join(toolchain, 'none'),
    npm_config_globalconfig: join(toolchain, 'none'),
  });
  if (!registry || registry === usual) return {};
  return {
    YARN_NPM_REGISTRY_SERVER: registry,
    ...(registry.startsWith('http:') && {
      YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    }),
  };
}

/** @param {NodeJS.ProcessEnv} env */
function npmSetting(env) {
  const { command, args } = npmCommand(['config', 'get', 'registry']);
  const result = spawnSync(command, args, {
    cwd: toolchain,
    encoding: 'utf8',
    env,
    shell: process.platform === 'win32',
  });
  return result.status === 0 ? result.stdout.trim().replace(/\/$/, '') : '';
}

/** @param {string[]} args */
export function npmCommand(args) {
  // Under `npm start` this is the npm that runs us, on PATH or not.
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') && process.platform !== 'win32'
    ? { command: process.execPath, args: [running, ...args] }
    : { command: 'npm', args };
}
