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
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  RunDetails,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { fakeLogsApi } from '../src/__fixtures__/fakeLogsApi';
import { removedRun, runPin } from '../src/__fixtures__/retention';
import type { DevState } from './DevState';
import { type Api, FAILED_RUN, recordedApi, recordedRuns } from './recordedApi';
import { logsOfAllStates, logThatGoesOn } from './recordedLogs';

const PATH = `/${FAILED_RUN.run.cluster}/${FAILED_RUN.run.uid}`;
const fails = (error: Error) => async () => {
  throw error;
};
const away = fails(new Error('Bad gateway: the backend does not answer'));

/** The page of the run that failed, of which something is replaced. */
function runPage(
  title: string,
  options: {
    readonly run?: Partial<RunSummary>;
    readonly details?: Partial<RunDetails>;
    readonly api?: Partial<Api>;
    readonly search?: string;
  } = {},
): DevState {
  const { run, details, api, search } = options;
  const shown: RunDetails = {
    ...FAILED_RUN,
    ...details,
    run: { ...FAILED_RUN.run, ...run },
  };
  return {
    title: `Run: ${title}`,
    screen: 'page',
    path: PATH,
    search,
    api: recordedApi({ getRun: async () => shown, ...api }),
  };
}

function withoutLogs(): RunDetails['tasks'] {
  return FAILED_RUN.tasks.map(task => ({
    ...task,
    status: 'notStarted',
    run: undefined,
    attempts: [],
    startedAt: undefined,
    completedAt: undefined,
    durationMs: undefined,
  }));
}

/** The task that failed is running, and those after it wait. */
function running(): RunDetails['tasks'] {
  const startedAt = new Date(Date.now() - 40_000).toISOString();
  return FAILED_RUN.tasks.map((task, index) => {
    const open = {
      createdAt: index === 0 ? startedAt : undefined,
      completedAt: undefined,
      durationMs: undefined,
    };
    return index === 0
      ? {
          ...task,
          ...open,
          status: 'running',
          reason: 'Running',
          startedAt,
          attempts: task.attempts.map(attempt => ({
            ...attempt,
            ...open,
            status: 'running',
            startedAt,
            steps: attempt.steps.map(step => ({
              ...step,
              ...open,
              status: 'running',
              exitCode: undefined,
              startedAt,
            })),
          })),
        }
      : {
          ...task,
          ...open,
          status: 'waiting',
          run: undefined,
          attempts: [],
          startedAt: undefined,
        };
  });
}

/** The states of the page of a run and of the way to it, by the name in the URL. */
export const RUN_STATES: Record<string, DevState> = {
  run: runPage('failed'),
  runPinned: runPage('pinned', { details: { pin: runPin } }),
  runRemoved: runPage('removed by a policy', {
    api: {
      getRun: fails(new NotFoundError('No such run')),
      findRuns: async () => ({
        items: [],
        more: false,
        absence: {
          failingClusters: [],
          removed: [{ ...removedRun, uid: FAILED_RUN.run.uid }],
        },
      }),
    },
  }),
  runSucceeded: {
    title: 'Run: succeeded',
    screen: 'page',
    path: `/example/${recordedRuns({ statuses: ['succeeded'] })[0].uid}`,
    api: recordedApi(),
  },
  runRunning: runPage('running', {
    run: {
      status: 'running',
      reason: 'Running',
      startedAt: new Date(Date.now() - 42_000).toISOString(),
      completedAt: undefined,
      durationMs: undefined,
      failure: undefined,
      goneAt: undefined,
    },
    details: { failureCause: undefined, tasks: running() },
    api: fakeLogsApi(logThatGoesOn(FAILED_RUN)),
  }),
  runCancelled: runPage('cancelled', {
    run: { status: 'cancelled', reason: 'Cancelled', failure: undefined },
    details: {
      failureCause: {
        class: 'people',
        decidedBy: 'reason',
        reason: 'Cancelled',
        message: 'PipelineRun "checkout-build-c0ffee1" was cancelled',
        others: [],
      },
    },
  }),
  runCouldNotStart: runPage('could not start', {
    run: {
      status: 'couldNotStart',
      reason: 'CouldntGetTask',
      failure: undefined,
    },
    details: {
      tasks: [],
      failureCause: {
        class: 'definition',
        decidedBy: 'reason',
        reason: 'CouldntGetTask',
        message:
          'Pipeline shop/build-and-push can\'t be Run; it contains Tasks that don\'t exist: Couldn\'t retrieve Task "push-image": tasks.tekton.dev "push-image" not found',
        others: [],
      },
    },
  }),
  runIncomplete: runPage('incomplete, and what is missing of it', {
    run: { status: 'incomplete', reason: 'Running', failure: undefined },
    details: {
      failureCause: undefined,
      tasks: withoutLogs(),
      capture: {
        ...FAILED_RUN.capture,
        finalStateStoredAt: undefined,
        gaps: (['finalState', 'logs', 'events', 'children'] as const).map(
          what => ({
            what,
            reason: 'it was deleted while the cluster could not be reached',
            since: '2026-11-21T17:23:13.388Z',
          }),
        ),
        annotationProblems: ['results.tekton.dev/resultAnnotations: no JSON'],
      },
    },
  }),
  runMissing: runPage('not here', {
    api: {
      getRun: fails(new NotFoundError('No such run')),
      findRuns: async () => ({
        items: [],
        more: false,
        absence: {
          oldestStart: '2026-11-20T08:00:00Z',
          failingClusters: [
            {
              cluster: 'prod-eu',
              title: 'Production EU',
              since: '2026-11-21T08:00:00Z',
            },
          ],
        },
      }),
    },
  }),
  runForbidden: runPage('not allowed', {
    api: { getRun: fails(new NotAllowedError('You may not see runs')) },
  }),
  runAway: runPage('backend away', { api: { getRun: away } }),
  runLoading: runPage('loading', {
    api: { getRun: () => new Promise<never>(() => {}) },
  }),
  tabsAway: runPage('parts that cannot be loaded', {
    search: '?tab=related',
    api: { getRunObject: away, getRelatedRuns: away, listRunEvents: away },
  }),
  logs: runPage('logs', { search: '?tab=logs' }),
  logStates: runPage('logs in every state', {
    search: '?tab=logs',
    api: fakeLogsApi(logsOfAllStates(FAILED_RUN)),
  }),
  logsNone: runPage('no logs', {
    search: '?tab=logs',
    details: { tasks: withoutLogs() },
    api: fakeLogsApi([]),
  }),
  logsAway: runPage('logs, backend away', {
    search: '?tab=logs',
    api: { listRunLogs: away },
  }),
  logsForbidden: runPage('logs, not allowed', {
    search: '?tab=logs',
    api: {
      listRunLogs: fails(new NotAllowedError('You may not see these logs')),
    },
  }),
  find: {
    title: 'Find a run',
    screen: 'page',
    path: '/find',
    api: recordedApi(),
  },
  findSeveral: {
    title: 'Find a run: several',
    screen: 'page',
    path: '/find',
    search: '?name=checkout-build-c0ffee1',
    api: recordedApi({
      findRuns: async () => ({ items: recordedRuns().slice(0, 3), more: true }),
    }),
  },
  findNone: {
    title: 'Find a run: none',
    screen: 'page',
    path: '/find',
    search: '?name=no-such-run',
    api: recordedApi({
      findRuns: async () => ({
        items: [],
        more: false,
        absence: {
          oldestStart: '2026-11-20T08:00:00Z',
          failingClusters: [],
        },
      }),
    }),
  },
  findAway: {
    title: 'Find a run: backend away',
    screen: 'page',
    path: '/find',
    search: '?name=no-such-run',
    api: recordedApi({ findRuns: away }),
  },
};
