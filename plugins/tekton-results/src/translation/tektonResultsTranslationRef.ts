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

import { createTranslationRef } from '@backstage/core-plugin-api/alpha';

/**
 * Every text of the plugin, in English.
 *
 * @public
 */
export const tektonResultsTranslationRef = createTranslationRef({
  id: 'tekton-results',
  messages: {
    status: {
      succeeded: 'Succeeded',
      completed: 'Succeeded, some skipped',
      failed: 'Failed',
      couldNotStart: 'Could not start',
      timedOut: 'Timed out',
      cancelled: 'Cancelled',
      failureIgnored: 'Failure ignored',
      stopping: 'Stopping',
      running: 'Running',
      waiting: 'Waiting',
      incomplete: 'Incomplete',
      skipped: 'Skipped',
      notStarted: 'Never started',
    },
    place: {
      live: 'Live',
      liveHint: 'The cluster still has this run',
      gone: 'Gone from cluster',
      since: 'since {{time}}',
      goneSince: 'Gone from cluster since {{time}}',
    },
    source: {
      pullRequest: 'Pull request #{{number}}',
      commit: 'Commit {{hash}}',
      author: 'by {{name}}',
      none: 'Source not known',
    },
    failure: {
      at: 'Failed at {{place}}',
      atExit: 'Failed at {{place}}, exit code {{code}}',
      exit: 'Failed with exit code {{code}}',
      lastSeen: 'Vanished from the cluster before its end was seen',
    },
    runs: {
      title: 'Runs',
      loading: 'Loading runs',
      total_one: '1 run',
      total_other: '{{formatted}} runs',
      totalAtLeast: 'More than {{formatted}} runs',
      sections: 'Pages of runs',
      next: 'Next page',
      previous: 'Previous page',
      first: 'First page',
      pageSize: 'Runs per page',
      cursorRejected:
        'That page is not there any more. These are the newest runs.',
      columns: {
        status: 'Status',
        run: 'Run',
        pipeline: 'Pipeline',
        source: 'Source',
        started: 'Started',
        duration: 'Duration',
        where: 'Where',
      },
      task: 'Task {{name}}',
      notStarted: 'Not yet',
    },
    run: {
      back: 'All runs',
      loading: 'Loading the run',
      notFound: 'No such run is kept here',
      notFoundHint:
        'The link may be wrong, or the run was never captured for this component.',
      tabs: 'Parts of the run',
      tasksTab: 'Tasks',
      yamlTab: 'YAML',
      facts: {
        title: 'Facts',
        name: 'Run name',
        kind: 'Kind',
        namespace: 'Namespace',
        cluster: 'Cluster',
        pipeline: 'Pipeline',
        task: 'Task',
        source: 'Source',
        repository: 'Repository',
        started: 'Started',
        finished: 'Finished',
        duration: 'Duration',
        reason: 'Reason',
        result: 'Result',
        uid: 'UID',
        firstStored: 'First stored',
        lastStored: 'Last stored',
      },
      failure: {
        title: 'What went wrong',
        task: 'Task',
        step: 'Step',
        exitCode: 'Exit code',
        reason: 'Reason',
        noMessage: 'Tekton gave no message.',
      },
    },
    tasks: {
      title: 'Tasks',
      empty: 'No task of this run is known yet.',
      columns: {
        task: 'Task',
        status: 'Status',
        attempts: 'Attempts',
        started: 'Started',
        duration: 'Duration',
        reason: 'Reason',
      },
      finally: 'finally',
      finallyHint: 'Runs after all other tasks, whatever their outcome',
      expand: 'Show steps of {{task}}',
      collapse: 'Hide steps of {{task}}',
      attempt: 'Attempt {{number}}',
      pod: 'Pod {{name}}',
      steps: 'Steps of {{task}}, attempt {{number}}',
      noSteps: 'No step of this attempt ran.',
      step: 'Step',
      exitCode: 'Exit code',
    },
    yaml: {
      title: 'YAML of {{name}}',
      loading: 'Loading the YAML',
      download: 'Download',
    },
    copy: {
      copy: 'Copy',
      copyNamed: 'Copy {{name}}',
      copied: 'Copied',
      failed: 'Could not copy',
    },
    empty: {
      title: 'No run has been captured yet',
      hint: 'Runs show up here as soon as a cluster has one that matches this component.',
      rule: 'Chosen by {{annotation}}',
      narrowed: 'in {{place}}',
      noCluster: 'No cluster is configured',
      noClusterHint:
        'Add a cluster under tektonResults.clusters of the configuration, or a kubernetes section with clusters.',
    },
    notMapped: {
      title: 'This component does not say which runs are its own',
      hint: 'Add one of these annotations to its catalog-info.yaml. Runs with that label then show up here.',
      example: 'Annotations to add',
      tried: 'Looked for',
      narrowing:
        'The annotations {{namespace}} and {{cluster}} narrow the choice, but are not enough alone.',
    },
    invalid: {
      title: 'An annotation of this component cannot be read',
      hint: 'Correct the annotation {{annotation}}: {{problem}}.',
      value: 'It is now',
    },
    error: {
      title: 'Runs could not be loaded',
      runTitle: 'The run could not be loaded',
      yamlTitle: 'The YAML could not be loaded',
      refresh: 'Could not be updated. What you see may be old.',
      retry: 'Try again',
      forbidden: 'You may not see runs',
      forbiddenHint:
        'Your account has no permission to see the runs of this component. Ask its owners, or an administrator of Backstage, for access.',
      health: 'The state of the capture is not known: {{message}}',
    },
    health: {
      label: 'Problems of the capture',
      cluster: '{{cluster}}: {{reason}}',
      since: 'Since {{time}}. Runs seen before are still shown.',
      configTitle: 'The configuration has a mistake',
      code: {
        config: 'the configuration is wrong',
        unreachable: 'the cluster does not answer',
        tls: 'the certificate is not trusted',
        unauthorized: 'the cluster does not accept the credential',
        forbidden: 'the credential lacks a right',
        notInstalled: 'Tekton is not installed there',
        storage: 'runs cannot be stored',
        clusterError: 'the cluster answers with an error',
      },
    },
  },
});
