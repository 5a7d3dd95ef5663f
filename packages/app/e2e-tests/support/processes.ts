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

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const START_TIMEOUT_MS = 180_000;

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A TypeScript program of this project, and what it printed. */
class Program {
  readonly child: ChildProcess;
  output = '';

  constructor(options: {
    cwd: string;
    args: string[];
    env?: Record<string, string>;
  }) {
    this.child = spawn(
      process.execPath,
      ['--require', TRANSFORM, ...options.args],
      {
        cwd: resolve(ROOT, options.cwd),
        env: {
          ...process.env,
          NODE_ENV: 'development',
          LOG_LEVEL: 'warn',
          ...options.env,
        },
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', chunk => {
        this.output += chunk;
      });
    }
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async until(condition: () => Promise<boolean>): Promise<void> {
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    while (!(await condition())) {
      if (this.ended || Date.now() > giveUpAt) {
        throw new Error(`It did not start:\n${this.output.slice(-4_000)}`);
      }
      await new Promise(done => setTimeout(done, 200));
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.ended) {
      const exit = once(this.child, 'exit');
      this.child.kill(signal);
      await exit;
    }
  }
}

/** A running example cluster. */
export class ClusterProcess {
  static async start(...args: string[]): Promise<ClusterProcess> {
    const port = await freePort();
    const program = new Program({
      cwd: '.',
      args: [
        'packages/example-cluster/src/main.ts',
        '--port',
        String(port),
        ...args,
      ],
    });
    await program.until(async () => program.output.includes('listening on'));
    return new ClusterProcess(program, `http://127.0.0.1:${port}`);
  }

  private constructor(
    private readonly program: Program,
    readonly url: string,
  ) {}

  /** How many objects of a resource it holds. */
  async count(resource: string): Promise<number> {
    const response = await fetch(`${this.url}/_control/state`);
    const { objects } = await response.json();
    return objects[resource] ?? 0;
  }

  async control(path: string, body?: object): Promise<void> {
    await this.post(`/_control/${path}`, body ?? {});
  }

  /** Starts a run as one of its clients would. */
  async create(namespace: string, run: object): Promise<void> {
    await this.post(
      `/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns`,
      run,
    );
  }

  stop(): Promise<void> {
    return this.program.end('SIGTERM');
  }

  private async post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
  }
}

/** Where a backend keeps its data over restarts. */
export function createDataDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tekton-results-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Somebody who may not do everything. */
export interface Reader {
  /** Such as `user:default/reader`. */
  readonly user: string;
  readonly groups: readonly string[];
  /** The file of the module with the permission policy, from the root. */
  readonly policy: string;
}

function catalogLocations(entities: readonly string[]): object[] {
  return [
    ...['examples/entities.yaml', ...entities].map(file => ({
      type: 'file',
      target: resolve(ROOT, file),
    })),
    {
      type: 'file',
      target: resolve(ROOT, 'examples/org.yaml'),
      rules: [{ allow: ['User', 'Group'] }],
    },
  ];
}

/** Backstage on one port: the backend serves the built app. */
export class BackstageProcess {
  static async start(options: {
    dataDirectory: string;
    clusters: object[];
    /** Files with entities, besides those of the examples; from the root. */
    entities?: readonly string[];
    /** Who signs in, and under which policy; absent: the guest, who may do all. */
    reader?: Reader;
    /** `tektonResults.retention` of the configuration; absent: nothing is removed. */
    retention?: object;
  }): Promise<BackstageProcess> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const { reader, retention, entities = [] } = options;
    const program = new Program({
      cwd: 'packages/backend',
      args: [
        reader ? 'e2e-tests/withPolicy.ts' : 'src/index.ts',
        '--config',
        resolve(ROOT, 'app-config.yaml'),
      ],
      env: {
        ...(reader && {
          POLICY_MODULE: resolve(ROOT, reader.policy),
          APP_CONFIG_auth_providers_guest: JSON.stringify({
            userEntityRef: reader.user,
            ownershipEntityRefs: [reader.user, ...reader.groups],
          }),
        }),
        APP_CONFIG_catalog_locations: JSON.stringify(
          catalogLocations(entities),
        ),
        APP_CONFIG_app_baseUrl: url,
        APP_CONFIG_backend_baseUrl: url,
        APP_CONFIG_backend_listen: JSON.stringify({ host: '127.0.0.1', port }),
        APP_CONFIG_backend_cors_origin: url,
        APP_CONFIG_backend_database_connection_directory: JSON.stringify(
          options.dataDirectory,
        ),
        APP_CONFIG_tektonResults_clusters: JSON.stringify(options.clusters),
        ...(retention && {
          APP_CONFIG_tektonResults_retention: JSON.stringify(retention),
        }),
      },
    });
    await program.until(() =>
      fetch(`${url}/.backstage/health/v1/readiness`).then(
        response => response.ok,
        () => false,
      ),
    );
    return new BackstageProcess(program, url);
  }

  private token: Promise<string> | undefined;

  private constructor(
    private readonly program: Program,
    readonly url: string,
  ) {}

  /** Calls the plugin as the guest. */
  async get<T>(path: string): Promise<T> {
    const response = await this.request(path);
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  }

  /** The same, whatever the answer is. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    this.token ??= this.signIn();
    return fetch(`${this.url}/api/tekton-results${path}`, {
      ...init,
      headers: {
        ...init.headers,
        authorization: `Bearer ${await this.token}`,
      },
    });
  }

  stop(): Promise<void> {
    return this.program.end('SIGTERM');
  }

  /** Ends it without any chance to finish what it is doing. */
  kill(): Promise<void> {
    return this.program.end('SIGKILL');
  }

  private async signIn(): Promise<string> {
    const response = await fetch(`${this.url}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { backstageIdentity } = await response.json();
    return backstageIdentity.token;
  }
}

/** Fills a data directory with made-up history, as varied as it gets. */
export async function replayHistory(options: {
  dataDirectory: string;
  runs: number;
  days: number;
}): Promise<void> {
  const program = new Program({
    cwd: 'plugins/tekton-results-backend',
    args: [
      'dev/replayHistory.ts',
      '--varied',
      ...['--runs', String(options.runs)],
      ...['--days', String(options.days)],
    ],
    env: {
      APP_CONFIG_backend_database_connection_directory: JSON.stringify(
        options.dataDirectory,
      ),
    },
  });
  const [code] = await once(program.child, 'exit');
  if (code !== 0) {
    throw new Error(`The history was not stored:\n${program.output}`);
  }
}

/** Stores runs and logs that a file describes, see `dev/storeLogs.ts` of the backend. */
export async function storeContent(options: {
  dataDirectory: string;
  file: string;
}): Promise<void> {
  const program = new Program({
    cwd: 'plugins/tekton-results-backend',
    args: ['dev/storeLogs.ts', options.file],
    env: {
      APP_CONFIG_backend_database_connection_directory: JSON.stringify(
        options.dataDirectory,
      ),
    },
  });
  const [code] = await once(program.child, 'exit');
  if (code !== 0) {
    throw new Error(`The logs were not stored:\n${program.output}`);
  }
}
