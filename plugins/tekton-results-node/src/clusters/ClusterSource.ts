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

/** What is shown to a cluster to be let in. @public */
export type ClusterCredential =
  | { readonly type: 'token'; readonly token: string }
  /** Both are PEM. */
  | {
      readonly type: 'certificate';
      readonly cert: string;
      readonly key: string;
    }
  | { readonly type: 'none' };

/**
 * A cluster that a source knows, and the way to it.
 *
 * @public
 */
export interface SourceCluster {
  /**
   * Any text that never changes: it is stored with every run, in lower-case letters,
   * digits and dashes.
   */
  readonly name: string;
  /** For people; absent: the name. */
  readonly title?: string;
  /** Base URL of the Kubernetes API. */
  readonly url: string;
  /** The authority that vouches for the server (PEM); absent: those of the system. */
  readonly ca?: string;
  /** Or a file of it, which is read for each request. */
  readonly caFile?: string;
  /** Whether any certificate is accepted; absent: it is not. */
  readonly skipTLSVerify?: boolean;
  /**
   * Differs whenever something differs that is not told above, such as the settings
   * with which one signs in. It must not tell them.
   */
  readonly revision?: string;
  /**
   * Signs in. What it gives is used for a minute, or until the cluster refuses it. No
   * error of it is shown, as it may quote a credential.
   */
  credential(): Promise<ClusterCredential>;
}

/**
 * A cluster that a source knows, and that nobody can sign in to but a person.
 *
 * @public
 */
export interface UnsupportedSourceCluster {
  /** See {@link SourceCluster.name}. */
  readonly name: string;
  /** For people; absent: the name. */
  readonly title?: string;
  /** For people: why, and what to do about it. */
  readonly unsupported: string;
}

/**
 * Knows clusters whose runs are to be archived.
 *
 * @public
 */
export interface ClusterSource {
  /** Where the clusters come from, for people. */
  readonly name: string;
  /**
   * The clusters that there are now. Asked once a minute; when it fails, or takes
   * longer than 20 seconds, those of the last time stay.
   */
  clusters(options: {
    signal: AbortSignal;
  }): Promise<ReadonlyArray<SourceCluster | UnsupportedSourceCluster>>;
}
