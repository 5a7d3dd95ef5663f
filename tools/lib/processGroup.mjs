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

import { spawn } from 'node:child_process';

/*
 * Programs are started in a process group of their own, so that everything
 * they start in turn can be stopped with them: yarn, jest and the dev server
 * do not all pass signals on. Windows has no such groups; there, only the
 * program itself is stopped.
 */
const hasGroups = process.platform !== 'win32';

/** How long a program may take to end after it was asked to. */
const STOP_GRACE_MS = 10_000;

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startGroup(command, args, options) {
  return spawn(command, args, { ...options, detached: hasGroups });
}

/**
 * Resolves when the program has ended and its output is read; rejects when it
 * could not be started.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // `close` waits for the pipes too, which a forgotten grandchild may hold
    // open for ever; a moment after `exit` there is nothing more to read.
    child.once('exit', (code, signal) => {
      const done = () => resolve({ code, signal });
      child.once('close', done);
      setTimeout(done, 500);
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} false if nobody was left to get it
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return false;
  try {
    return hasGroups
      ? process.kill(-child.pid, signal)
      : child.exitCode === null && child.kill(signal);
  } catch {
    return false;
  }
}

/**
 * Asks a program and all it started to end, and ends them after a while if
 * they do not.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export async function stopGroup(child, signal = 'SIGTERM') {
  if (!signalGroup(child, signal)) return;
  const deadline = Date.now() + STOP_GRACE_MS;
  while (signalGroup(child, 0)) {
    if (Date.now() > deadline) {
      signalGroup(child, 'SIGKILL');
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/**
 * Calls `stop` once, on the first signal that asks this process to end, and
 * then exits with the code that says so.
 *
 * @param {(signal: NodeJS.Signals) => Promise<void>} stop
 */
export function onStopSignal(stop) {
  let stopping = false;
  const handle = async (/** @type {NodeJS.Signals} */ signal) => {
    if (stopping) return;
    stopping = true;
    await stop(signal).catch(error => console.error(error));
    process.exit({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal] ?? 1);
  };
  for (const signal of FORWARDED_SIGNALS) process.on(signal, handle);
}
