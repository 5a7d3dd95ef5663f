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
 * `node tools/run.mjs <script> [arguments]` sets up what is missing (Yarn, a
 * supported Node.js, the dependencies), then runs `yarn run <script>`. Without
 * a script it only sets up. Needs nothing but Node.js 20 or newer and npm.
 *
 * Yarn hands the Node.js that started it on to everything it runs, so it is
 * enough to start Yarn with the right one.
 */
import {
  ended,
  onStopSignal,
  startGroup,
  stopGroup,
} from './lib/processGroup.mjs';
import { root } from './lib/root.mjs';
import { SetUpError, setUp } from './lib/setUp.mjs';

async function main() {
  const { node, yarn } = setUp();
  const [script, ...args] = process.argv.slice(2);
  if (!script) return 0;

  const child = startGroup(node, [yarn, 'run', script, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  onStopSignal(signal => stopGroup(child, signal));
  stopWithNpm(() => process.kill(process.pid, 'SIGTERM'));
  const { code } = await ended(child);
  await stopGroup(child);
  return code ?? 1;
}

/**
 * A signal sent to npm alone does not reach what it runs. Its end does: this
 * process gets another parent.
 *
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  setInterval(() => {
    if (process.ppid !== npm) stop();
  }, 1000).unref();
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exit(1);
}
