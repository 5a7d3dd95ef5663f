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

import { setTimeout as sleep } from 'timers/promises';
import { ClusterError } from '../../../cluster';
import {
  ClusterHttpClient,
  readWholeText,
} from '../../../cluster/ClusterHttpClient';
import {
  kubeconfigAccess,
  loadKubeConfig,
} from '../../../cluster/kubeconfigAccess';

const RETRY_DELAY_MS = 50;
const GIVE_UP_MS = 60_000;
const SILENCE_MS = 5_000;

/** An object as the Kubernetes API gives it. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly finalizers?: readonly string[];
  };
}

/**
 * What a user of `kubectl` can do, who tries again until it has worked: a server
 * that restarts is no reason for what follows to be left out.
 */
export class ApiClient {
  static async create(kubeconfig: string): Promise<ApiClient> {
    const { access } = await kubeconfigAccess(() => loadKubeConfig(kubeconfig));
    return new ApiClient(new ClusterHttpClient({ access }));
  }

  private readonly client: ClusterHttpClient;

  private constructor(client: ClusterHttpClient) {
    this.client = client;
  }

  /** Creates an object; gives the existing one if the first try had worked. */
  async create(path: string, name: string, body: object): Promise<ApiObject> {
    return this.insist(async () => {
      try {
        return await this.send('POST', path, { body });
      } catch (error) {
        if (isStatus(error, 409)) {
          return this.send('GET', `${path}/${name}`);
        }
        throw error;
      }
    });
  }

  async merge(path: string, body: object): Promise<ApiObject> {
    return this.insist(() =>
      this.send('PATCH', path, {
        body,
        contentType: 'application/merge-patch+json',
      }),
    );
  }

  /** Undefined if there is none. */
  async get(path: string): Promise<ApiObject | undefined> {
    return this.insist(async () => {
      try {
        return await this.send('GET', path);
      } catch (error) {
        if (isStatus(error, 404)) {
          return undefined;
        }
        throw error;
      }
    });
  }

  /** The objects of a collection. */
  async list(path: string): Promise<readonly ApiObject[]> {
    return this.insist(async () => {
      const list = await this.send<{ items: ApiObject[] }>('GET', path);
      return list.items;
    });
  }

  /** Removes those finalizers from an object, if it is there and has some. */
  async removeFinalizers(path: string, which: RegExp): Promise<void> {
    await this.insist(async () => {
      const object = await this.get(path);
      const finalizers = object?.metadata.finalizers ?? [];
      const others = finalizers.filter(name => !which.test(name));
      if (!object || others.length === finalizers.length) {
        return;
      }
      const { resourceVersion } = object.metadata;
      await this.send('PATCH', path, {
        body: { metadata: { resourceVersion, finalizers: others } },
        contentType: 'application/merge-patch+json',
      });
    });
  }

  /** Asks for the deletion of an object; finalizers may keep it. */
  async delete(path: string): Promise<void> {
    await this.insist(async () => {
      try {
        await this.send('DELETE', path);
      } catch (error) {
        if (!isStatus(error, 404)) {
          throw error;
        }
      }
    });
  }

  private async send<T = ApiObject>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    options: { body?: object; contentType?: string } = {},
  ): Promise<T> {
    const response = await this.client.request({
      method,
      path,
      ...options,
      silenceMs: SILENCE_MS,
      signal: AbortSignal.timeout(SILENCE_MS),
    });
    return JSON.parse(await readWholeText(response));
  }

  private async insist<T>(call: () => Promise<T>): Promise<T> {
    for (const stopAt = Date.now() + GIVE_UP_MS; ; ) {
      try {
        return await call();
      } catch (error) {
        if (isStatus(error, 422) || Date.now() > stopAt) {
          throw error;
        }
        await sleep(RETRY_DELAY_MS);
      }
    }
  }
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof ClusterError && error.status === status;
}
