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

import type { AccessRule } from 'example-cluster';
import type { Cluster } from '../../../cluster';

/** Who gets rights. */
export type Subject =
  | { readonly kind: 'User'; readonly name: string }
  | { readonly kind: 'Group'; readonly name: string };

/** A service account that was created. */
export interface TestAccount {
  /** Such as `system:serviceaccount:shop:builder`. */
  readonly username: string;
  readonly token: string;
}

/**
 * A cluster that reviews tokens and access, with what a test needs to set it
 * up: an example cluster, or a real API server.
 */
export interface ReviewedCluster {
  /** As the plugin sees it, with an account that may only ask for reviews. */
  readonly cluster: Cluster;
  /** Namespaces of its own. */
  readonly namespaces: readonly [string, string];
  /** In the first namespace, with a token for these audiences or the server. */
  createAccount(name: string, audiences?: string[]): Promise<TestAccount>;
  /** Makes the tokens of an account wrong, soon. */
  removeAccount(name: string): Promise<void>;
  /** Gives a right, soon: without namespaces, everywhere. */
  grant(
    subject: Subject,
    rule: AccessRule & { apiGroups: string[] },
  ): Promise<void>;
  /** Removes all that was created. */
  close(): Promise<void>;
}
