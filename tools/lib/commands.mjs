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

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, startGroup, stopGroup } from './processGroup.mjs';
import { root } from './root.mjs';

/** So that a step that hangs fails by name, and not by a timeout of the CI. */
const TIMEOUT_MS = 20 * 60_000;

/** Programs that run now, for `stopCommands`. */
const running = new Set();
let stopped = false;

/**
 * The arguments with which `node` runs a program of an installed package.
 *
 * @param {string} packageName
 * @param {string} [program]
 */
export function binary(packageName, program = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  return join(folder, typeof bin === 'string' ? bin : bin[program]);
}

export const backstageCli = () => binary('@backstage/cli', 'backstage-cli');

/**
 * Runs a program to its end, and then ends what it may have left running.
 *
 * @param {string[]} command
 * @param {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   timeoutMs?: number,
 *   show?: boolean,
 * }} [options] `show`: show the output while it runs; else it is returned.
 * @returns {Promise<{ ok: boolean, reason: string, output: string }>}
 */
export async function run([program, ...args], options = {}) {
  if (stopped) await forEver();
  const { cwd = root, env, timeoutMs = TIMEOUT_MS, show = false } = options;
  const child = startGroup(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => {
      output += chunk;
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stopGroup(child);
  }, timeoutMs);
  try {
    const { code, signal } = await ended(child);
    const reason = timedOut
      ? `it took longer than ${timeoutMs / 1000} s`
      : `exit code ${code ?? signal}`;
    return { ok: code === 0 && !timedOut, reason, output };
  } catch (error) {
    return { ok: false, reason: String(error), output };
  } finally {
    clearTimeout(timer);
    await stopGroup(child);
    running.delete(child);
    if (stopped) await forEver();
  }
}

/** Nothing goes on while all is being stopped, until the process ends. */
const forEver = () => new Promise(() => {});

/**
 * @param {string[]} args
 * @param {Parameters<typeof run>[1]} [options]
 */
export function runNode(args, options) {
  return run([process.execPath, ...args], options);
}

/** Ends all that `run` started, and lets nothing start any more. */
export async function stopCommands() {
  stopped = true;
  // Playwright closes its browsers on this signal, and not on others.
  await Promise.all([...running].map(child => stopGroup(child, 'SIGINT')));
}

/** @param {string} file in the repository */
export const exists = file => existsSync(join(root, file));
