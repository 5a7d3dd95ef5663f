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
 * The plugin's id: its mount point under `/api` and the owner of its extensions.
 *
 * @public
 */
export const TEKTON_RESULTS_PLUGIN_ID = 'tekton-results';

/**
 * Labels and annotations that Tekton and the projects around it put on runs.
 *
 * @internal
 */
export const RUN_KEYS = {
  pipeline: 'tekton.dev/pipeline',
  pipelineRun: 'tekton.dev/pipelineRun',
  pipelineRunUid: 'tekton.dev/pipelineRunUID',
  pipelineTask: 'tekton.dev/pipelineTask',
  task: 'tekton.dev/task',
  clusterTask: 'tekton.dev/clusterTask',
  displayName: 'dashboard.tekton.dev/displayName',
  eventListener: 'triggers.tekton.dev/eventlistener',
  trigger: 'triggers.tekton.dev/trigger',
  pac: {
    sha: 'pipelinesascode.tekton.dev/sha',
    shaTitle: 'pipelinesascode.tekton.dev/sha-title',
    shaUrl: 'pipelinesascode.tekton.dev/sha-url',
    branch: 'pipelinesascode.tekton.dev/branch',
    sourceBranch: 'pipelinesascode.tekton.dev/source-branch',
    repoUrl: 'pipelinesascode.tekton.dev/repo-url',
    urlOrg: 'pipelinesascode.tekton.dev/url-org',
    urlRepository: 'pipelinesascode.tekton.dev/url-repository',
    pullRequest: 'pipelinesascode.tekton.dev/pull-request',
    sender: 'pipelinesascode.tekton.dev/sender',
    eventType: 'pipelinesascode.tekton.dev/event-type',
    originalName: 'pipelinesascode.tekton.dev/original-prname',
  },
} as const;

/**
 * The channel of the signal that runs have changed. Its messages say nothing: which
 * runs these are, `TektonResultsApi.listChanges` tells, as far as they may be seen.
 *
 * @public
 */
export const RUNS_CHANGED_CHANNEL = 'tekton-results:runs-changed';
