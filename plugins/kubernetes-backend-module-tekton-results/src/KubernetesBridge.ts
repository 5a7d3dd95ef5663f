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

import type {
  AuthenticationStrategy,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';

/** What the kubernetes plugin knows of clusters. */
export interface KubernetesParts {
  readonly clusterSupplier: KubernetesClustersSupplier;
  /** By the name of the authProvider. */
  readonly strategies: Readonly<Record<string, AuthenticationStrategy>>;
}

/**
 * Hands what the kubernetes plugin knows to whoever asks for it in the same backend,
 * in whatever order they start.
 */
export class KubernetesBridge {
  private give: (parts: KubernetesParts) => void = () => {};
  private readonly given = new Promise<KubernetesParts>(resolve => {
    this.give = resolve;
  });

  provide(parts: KubernetesParts): void {
    this.give(parts);
  }

  /**
   * Waits for the kubernetes plugin. Without `kubernetes` in the configuration it
   * never has clusters.
   *
   * @throws the reason of the signal if it is aborted before
   */
  async parts(signal: AbortSignal): Promise<KubernetesParts> {
    signal.throwIfAborted();
    let onAbort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([this.given, aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
