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

import { RUN_KEYS } from '../names';
import type { RunDefinitionRef, RunObject } from './RunObject';

/**
 * The name by which runs of the same pipeline are known; undefined if nothing tells.
 *
 * Tekton's label is the name of the pipeline if there is one. Of a run that brings
 * its pipeline along (as those of Pipelines-as-Code do), and until a resolver has
 * found it, it is the name of the run itself: `propagatePipelineNameLabelToPipelineRun`
 * in {@link https://github.com/tektoncd/pipeline/blob/main/pkg/reconciler/pipelinerun/pipelinerun.go}.
 * That is no name of a pipeline, as each run would have one of its own. Such runs are
 * known by what their names were made of. One that was given its whole name has none.
 */
export function pipelineName(run: RunObject): string | undefined {
  const { name, labels, annotations, generateName } = run.metadata;
  const label = labels[RUN_KEYS.pipeline];
  // The runs that a run owns have its labels.
  const ofRun = label === name || label === labels[RUN_KEYS.pipelineRun];
  if (label && !ofRun) {
    return label;
  }
  const referred = referredName(run.spec.pipelineRef);
  if (referred || (run.kind !== 'PipelineRun' && !label)) {
    return referred;
  }
  const { originalName } = RUN_KEYS.pac;
  return (
    withoutDash(annotations[originalName] ?? labels[originalName]) ??
    withoutDash(generateName)
  );
}

/** The name in the pipeline, else that by which runs of the same task are known. */
export function taskName(run: RunObject): string | undefined {
  if (run.kind === 'PipelineRun') {
    return undefined;
  }
  const { labels, generateName } = run.metadata;
  return (
    labels[RUN_KEYS.pipelineTask] ??
    labels[RUN_KEYS.task] ??
    labels[RUN_KEYS.clusterTask] ??
    referredName(run.spec.taskRef) ??
    referredName(run.spec.customRef) ??
    withoutDash(generateName)
  );
}

/** Also what the cluster, hub and bundle resolvers are asked for. */
function referredName(ref: RunDefinitionRef | undefined): string | undefined {
  const asked = ref?.params.find(({ name }) => name === 'name')?.value;
  return ref?.name ?? (typeof asked === 'string' ? asked : undefined);
}

/** `build` of `build-`, which is not a name yet. */
function withoutDash(prefix: string | undefined): string | undefined {
  const name = prefix?.endsWith('-') ? prefix.slice(0, -1) : prefix;
  return name || undefined;
}
