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

import {
  asObject,
  asObjects,
  asText,
  badRequest,
  JsonObject,
  KubernetesObject,
} from '../kubernetes';

/** Whether a container has yet to start, runs, or has ended. */
export type ContainerState = 'waiting' | 'running' | 'terminated';

/** The container that a log request means; 400 in the words of the real server when that is not clear. */
export function chooseContainer(
  pod: KubernetesObject,
  asked: string | undefined,
): string {
  const main = namesOf(pod.spec?.containers);
  const init = namesOf(pod.spec?.initContainers);
  const { name } = pod.metadata;
  if (!asked) {
    if (main.length === 1) {
      return main[0];
    }
    const others = init.length
      ? ` or one of the init containers: [${init.join(' ')}]`
      : '';
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${main.join(
        ' ',
      )}]${others}`,
    );
  }
  if (!main.includes(asked) && !init.includes(asked)) {
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  return asked;
}

/** What the pod's status says of a container. */
export function containerState(
  pod: KubernetesObject,
  container: string,
): { state: ContainerState; reason: string } {
  const statuses = [
    ...asObjects(pod.status?.containerStatuses),
    ...asObjects(pod.status?.initContainerStatuses),
  ];
  const status = statuses.find(entry => entry.name === container);
  const state = asObject(status?.state);
  if (state.terminated) {
    return { state: 'terminated', reason: '' };
  }
  if (state.running) {
    return { state: 'running', reason: '' };
  }
  return {
    state: 'waiting',
    reason: asText(asObject(state.waiting).reason) ?? 'ContainerCreating',
  };
}

/** 400 for a container that has nothing to show yet. */
export function waitingToStart(
  pod: KubernetesObject,
  container: string,
  reason: string,
) {
  const why =
    reason === 'ImagePullBackOff' || reason === 'ErrImagePull'
      ? 'trying and failing to pull image'
      : reason;
  return badRequest(
    `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`,
  );
}

function namesOf(containers: JsonObject[string]): string[] {
  return asObjects(containers).flatMap(entry => asText(entry.name) ?? []);
}
