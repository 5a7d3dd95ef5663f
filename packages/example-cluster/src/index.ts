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

/**
 * A stand-in for a Kubernetes API server with Tekton, that replays recorded runs.
 *
 * @packageDocumentation
 */
export { startExampleCluster } from './cluster';
export type {
  ExampleCluster,
  ExampleClusterOptions,
  ExampleClusterState,
} from './cluster';
export type { AccessBinding, AccessRule, TokenConfig } from './access';
export { createKubeconfig } from './cli';
export type { Fault, FaultEffect } from './control';
export { generateHistory, varyHistory } from './history';
export type {
  GenerateHistoryOptions,
  HistoryGroup,
  VariedGroup,
  VaryHistoryOptions,
} from './history';
export { asObject, RESOURCES } from './kubernetes';
export type {
  JsonObject,
  JsonValue,
  KubernetesObject,
  ObjectInput,
  ObjectMeta,
  ResourceName,
  ResourceType,
} from './kubernetes';
export { readRecording } from './recording';
export type { RecordedEvent, RecordedLog, Recording } from './recording';
export type { PruneOptions, ReplayOptions, ReplayState } from './replay';
export type { TlsOptions } from './server';
export { ObjectStore } from './store';
export type { DeleteOptions, ObjectStoreOptions, Propagation } from './store';
export { TEST_CERTIFICATES } from './testUtils/certificates';
