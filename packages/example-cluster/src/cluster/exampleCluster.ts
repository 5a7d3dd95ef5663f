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

import { AccessBinding, TokenConfig } from '../access';
import { Fault } from '../control';
import { PruneOptions, ReplayOptions, ReplayState } from '../replay';
import { TektonVersion, TlsOptions } from '../server';
import { ObjectStore } from '../store';

/** How an example cluster is set up. Everything has a default: an empty cluster that lets everybody in. */
export interface ExampleClusterOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  tls?: TlsOptions;
  /** Tokens that are accepted. With this, everybody needs an identity. */
  tokens?: TokenConfig[];
  /** Rules for users and groups, for instance of client certificates. Without it, users who have no token with rules may do everything. */
  bindings?: AccessBinding[];
  /** Whether an identity is needed; default: with `tokens`, `bindings` or client certificates. */
  authentication?: boolean;
  /** The issuer in the discovery document of tokens. */
  issuer?: string;
  /** Whether Tekton is there; default true. */
  installed?: boolean;
  /** The version in which runs, Pipelines and Tasks are served; default v1. */
  tektonVersion?: TektonVersion;
  /** Namespaces besides default, kube-system, tekton-pipelines, shop, payments and platform. */
  namespaces?: string[];
  /** Default 60 s. */
  bookmarkIntervalMs?: number;
  /** How many changes of each resource are remembered; default 2,000. */
  historySize?: number;
  /** The resource version before the first write; default: milliseconds since 1970. */
  initialVersion?: number;
  /** A store of an earlier cluster, to act as the same cluster after a restart: objects stay, the history is forgotten. */
  store?: ObjectStore;
  /** Default: nothing is replayed. */
  replay?: ReplayOptions;
  /** What the replay waits for; default: nothing. */
  replayAfter?: Promise<void>;
  /** Default: nothing is pruned. */
  prune?: PruneOptions;
  /** The folder of the recordings; default: those of the project. */
  recordings?: string;
}

/** What {@link ExampleCluster.state} reports, also at `GET /_control/state`. */
export interface ExampleClusterState {
  version: number;
  installed: boolean;
  objects: Record<string, number>;
  watches: Record<string, number>;
  logs: number;
  faults: Fault[];
  replay: ReplayState;
}

/** A running example cluster. */
export interface ExampleCluster {
  url: string;
  port: number;
  /** The objects, for reading and for writing behind the server's back. */
  store: ObjectStore;
  /** Settles when the first pass of the replay is over; at once without a replay. */
  replayed: Promise<void>;
  /** Starts one recorded run with variation now. */
  startVariedRun(): { name: string; namespace: string; done: Promise<void> };
  /** Gives a container of a pod lines of log. */
  writeLog(options: {
    podUid: string;
    container: string;
    /** Lines, each with a time and a space before it, as `timestamps=true` shows them. */
    text: string;
  }): void;
  /** Orders a misbehaviour. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Forgets the history: older versions and continue tokens get 410. */
  compact(): void;
  /** Ends all watches; `abrupt` breaks their connections. Tells how many. */
  dropWatches(options?: { abrupt?: boolean }): number;
  /** Sends a line that is no event into all watches. Tells how many. */
  garbleWatches(): number;
  /** Deletes finished runs now: those that are due, or all when no pruning is set up. Tells how many. */
  prune(): number;
  setInstalled(installed: boolean): void;
  /** Upgrades Tekton, or takes it back. */
  setTektonVersion(version: TektonVersion): void;
  /** Replaces the accepted tokens. */
  setTokens(tokens: TokenConfig[]): void;
  /** Replaces the rules for users and groups. */
  setBindings(bindings: AccessBinding[]): void;
  state(): ExampleClusterState;
  /** Ends everything; `abrupt` breaks the connections as a killed server does. */
  close(options?: { abrupt?: boolean }): Promise<void>;
}
