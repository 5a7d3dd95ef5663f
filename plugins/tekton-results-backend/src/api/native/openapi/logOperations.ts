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
  downloadRequest,
  followRequest,
  linesRequest,
  searchRequest,
} from '../parseLogQuery';
import { orphansRequest } from '../orphanRoutes';
import {
  logFiles,
  logFollowEvent,
  logLineList,
  logSearchEvent,
  logText,
  repairedOrphans,
  runLogList,
} from './logAnswers';
import type { Operation } from './Operation';

const RUN_LOGS = '/runs/{cluster}/{uid}/logs';
const LOG = `${RUN_LOGS}/{attempt}/{container}`;

const NDJSON = 'application/x-ndjson';
const TEXT = 'text/plain';
const ZIP = 'application/zip';

/** What can be asked of the logs of runs. */
export const logOperations: readonly Operation[] = [
  {
    ...get(RUN_LOGS, 'listRunLogs', 'Lists the logs of a run'),
    answer: runLogList,
  },
  {
    ...get(`${RUN_LOGS}/search`, 'searchRunLogs', 'Looks for a text in them'),
    query: searchRequest,
    mediaType: NDJSON,
    answer: logSearchEvent,
  },
  {
    ...get(`${RUN_LOGS}/download`, 'downloadRunLogs', 'Gets them as files'),
    query: downloadRequest,
    mediaType: ZIP,
    answer: logFiles,
  },
  {
    ...get(`${LOG}/lines`, 'getLogLines', 'Gets lines of a log'),
    query: linesRequest,
    answer: logLineList,
  },
  {
    ...get(`${LOG}/lines/{number}`, 'getLogLine', 'Gets a line as a whole'),
    mediaType: TEXT,
    answer: logText,
  },
  {
    ...get(`${LOG}/download`, 'downloadLog', 'Gets a log as a file'),
    query: downloadRequest,
    mediaType: TEXT,
    answer: logText,
  },
  {
    ...get(`${LOG}/follow`, 'followLog', 'Gets lines as they are written'),
    query: followRequest,
    mediaType: NDJSON,
    answer: logFollowEvent,
  },
  {
    method: 'post',
    path: '/logs/orphans',
    id: 'repairLogOrphans',
    summary: 'Looks for bytes without a log, and logs without their bytes',
    body: orphansRequest,
    answer: repairedOrphans,
  },
];

function get(path: string, id: string, summary: string) {
  return { method: 'get', path, id, summary } as const;
}
