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

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';

const BYTES_PER_GB = 1024 ** 3;

/**
 * What is known before a benchmark begins.
 *
 * @returns {import('./resultFiles.mjs').Circumstances}
 */
export function circumstancesNow() {
  const processors = cpus();
  return {
    machine: {
      processor: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
      memoryGB: Math.round(totalmem() / BYTES_PER_GB),
      system: `${platform()} ${arch()}`,
    },
    versions: { 'Node.js': process.versions.node, ...ownVersion() },
    date: new Date().toISOString(),
    loadBefore: loadavg()[0],
  };
}

function ownVersion() {
  const { name, version } = JSON.parse(
    readFileSync(join(root, 'plugins/tekton-results-backend/package.json')),
  );
  return { [name]: [version, commit()].filter(Boolean).join(', commit ') };
}

/** Not known where the sources are no clone. */
function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
