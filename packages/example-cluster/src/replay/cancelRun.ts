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
  JsonObject,
  KubernetesObject,
  RESOURCES,
} from '../kubernetes';
import { succeededCondition } from '../recording';
import { ObjectStore } from '../store';

const CANCELLING = [
  'Cancelled',
  'CancelledRunFinally',
  'StoppedRunFinally',
  'TaskRunCancelled',
];

/** Whether somebody asks for the end of a run that has not ended. */
export function wantsCancel(run: KubernetesObject): boolean {
  const asked = asText(run.spec?.status) ?? '';
  const { status } = succeededCondition(run);
  return CANCELLING.includes(asked) && status !== 'True' && status !== 'False';
}

/** Does what the controller does when a run is cancelled: ends it and what runs below it, deletes the pods. */
export function cancelRun(store: ObjectStore, run: KubernetesObject): void {
  const now = store.timestamp();
  if (run.kind === 'TaskRun') {
    cancelTaskRun(store, run, now);
    return;
  }
  for (const child of store.list(RESOURCES.taskruns)) {
    const owned = child.metadata.ownerReferences?.some(
      ({ uid }) => uid === run.metadata.uid,
    );
    if (owned && succeededCondition(child).status === 'Unknown') {
      cancelTaskRun(store, child, now);
    }
  }
  const { name } = run.metadata;
  store.overwrite(
    RESOURCES.pipelineruns,
    withEnd(run, now, 'Cancelled', `PipelineRun "${name}" was cancelled`),
  );
}

function cancelTaskRun(
  store: ObjectStore,
  run: KubernetesObject,
  now: string,
): void {
  const { name, namespace } = run.metadata;
  const pod = asText(run.status?.podName);
  const ended = withEnd(
    run,
    now,
    'TaskRunCancelled',
    `TaskRun "${name}" was cancelled. `,
  );
  store.overwrite(RESOURCES.taskruns, {
    ...ended,
    spec: { ...ended.spec, status: 'TaskRunCancelled' },
  });
  if (pod && store.find(RESOURCES.pods, namespace, pod)) {
    store.delete(RESOURCES.pods, namespace, pod);
  }
}

function withEnd(
  run: KubernetesObject,
  now: string,
  reason: string,
  message: string,
): KubernetesObject {
  const status = run.status ?? {};
  return {
    ...run,
    status: {
      ...status,
      ...(status.steps
        ? { steps: asObjects(status.steps).map(step => endStep(step, now)) }
        : {}),
      startTime: status.startTime ?? now,
      completionTime: now,
      conditions: [
        {
          type: 'Succeeded',
          status: 'False',
          reason,
          message,
          lastTransitionTime: now,
        },
      ],
    },
  };
}

function endStep(step: JsonObject, now: string): JsonObject {
  const { running, waiting, ...rest } = step;
  if (step.terminated) {
    return step;
  }
  return {
    ...rest,
    terminated: {
      exitCode: 1,
      reason: 'TaskRunCancelled',
      startedAt: asObject(running).startedAt ?? now,
      finishedAt: now,
    },
    terminationReason: 'TaskRunCancelled',
  };
}
