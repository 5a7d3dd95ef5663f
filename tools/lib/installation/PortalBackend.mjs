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

import { join } from 'node:path';
import { ended, startGroup, stopGroup } from '../processGroup.mjs';
import { CLUSTER_ENV } from './portalConfig.mjs';
import { writeConfig } from './production.mjs';
import { until } from './until.mjs';

const START_TIMEOUT_MS = 180_000;
/** Of its output, in characters, told if it fails. */
const MAX_TOLD = 8_000;

/** The backend of the new Backstage, as it runs in production. */
export class PortalBackend {
  /**
   * Starts it, and waits until it is ready.
   *
   * @param {string} folder where it is installed
   * @param {object} config on top of its `app-config.yaml`
   * @param {(backend: PortalBackend) => void} onStart called at once, so that it
   *   can be stopped while it starts
   */
  static async start(folder, config, onStart) {
    const file = join(folder, 'app-config.test.yaml');
    await writeConfig(file, config);
    const child = startGroup(
      process.execPath,
      ['packages/backend', '--config', 'app-config.yaml', '--config', file],
      {
        cwd: folder,
        env: { ...process.env, NODE_ENV: 'production', ...CLUSTER_ENV },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const backend = new PortalBackend(child, config.backend.baseUrl);
    onStart(backend);
    await until('the backend to be ready', () => backend.#isReady(), {
      timeoutMs: START_TIMEOUT_MS,
    });
    return backend;
  }

  #child;
  #hasEnded;
  #output = '';
  /** Where it answers, and serves the app. */
  url;

  constructor(child, url) {
    this.#child = child;
    this.#hasEnded = ended(child);
    this.url = url;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', chunk => {
        this.#output += chunk;
      });
    }
  }

  async stop() {
    await stopGroup(this.#child);
    await this.#hasEnded;
  }

  /** What it has said of errors; if nothing, the last that it has said. */
  get problems() {
    const errors = this.#output
      .split('\n')
      .filter(line => /"level":"error"|^\s+at |Error:/.test(line))
      .join('\n');
    return (errors || this.#output).slice(-MAX_TOLD);
  }

  async #isReady() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      throw new Error('The backend ended');
    }
    const response = await fetch(
      `${this.url}/.backstage/health/v1/readiness`,
    ).catch(() => undefined);
    return response?.ok;
  }
}
