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
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { binary, run, runNode } from './commands.mjs';

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Without a network the download tries again and again. */
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** Without a font, pages have no text. */
const PACKAGES = ['chromium', 'fonts-liberation'];

const HOW_TO_GET_IT = `There is no Chromium for the browser tests, and it could not be installed. Either
  - install it with the system's packages (Debian: apt-get install chromium), or
  - run \`yarn playwright install chromium\` where its download server can be reached, or
  - set CHROMIUM_PATH to the program.`;

/**
 * The path of a Chromium, installed first if there is none.
 *
 * @param {(message: string) => void} tell
 * @returns {Promise<string>}
 */
export async function findOrInstallChromium(tell) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which is not a program`);
  }
  const present = findChromium();
  if (present) return present;
  for (const install of [installWithPlaywright, installWithApt]) {
    const failure = await install(tell);
    const path = findChromium();
    if (path) return path;
    if (failure) tell(failure);
  }
  throw new Error(HOW_TO_GET_IT);
}

function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const system = SYSTEM_NAMES.flatMap(name =>
    folders.map(folder => join(folder, name)),
  ).find(isProgram);
  if (system) return system;
  const own = chromium.executablePath();
  return isProgram(own) && starts(own) ? own : undefined;
}

async function installWithPlaywright(tell) {
  tell('No Chromium found: downloading the one of Playwright');
  const { ok, reason, output } = await runNode(
    [binary('@playwright/test', 'playwright'), 'install', 'chromium'],
    { timeoutMs: DOWNLOAD_TIMEOUT_MS },
  );
  if (!ok) return `That failed (${reason}): ${complaintIn(output)}`;
  return 'It does not start here: libraries of the system are missing';
}

async function installWithApt(tell) {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) return undefined;
  tell('Installing the package chromium with apt-get');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run(['apt-get', '-qq', 'update'], { env });
  const install = await run(
    ['apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...PACKAGES],
    { env },
  );
  if (install.ok) return undefined;
  return `That failed (${install.reason}): ${complaintIn(
    update.output + install.output,
  )}`;
}

/** The first line that speaks of an error, else the last one. */
function complaintIn(output) {
  const lines = output.trim().split('\n');
  return lines.find(line => /^\s*(E:|.*error)/i.test(line)) ?? lines.pop();
}

/** A downloaded one may lack libraries that the system does not have. */
function starts(path) {
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
