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

import type { Request, Response } from 'express';
import type { JoinedLogs } from '../../logs';
import { LOG_TYPES, type StoredRecord } from '../../store';
import { sendStream } from '../streaming';
import type { ApiContext } from './ApiContext';
import { formatRecord } from './format';
import { found } from './found';
import { deleteLog } from './deleteLog';
import { LOG_HEADERS } from './logHeaders';
import { findLogText } from './logText';
import {
  parseDeletedLogName,
  parseListedLogsName,
  parseLogName,
  parseParent,
} from './names';
import { parseApiFilter, parseListQuery } from './parseListQuery';
import { parseRecordOrder } from './parseOrder';
import { factsOf } from './requestFacts';
import type { Routes } from './routes';
import { sendJson } from './sendJson';
import { sendPage } from './sendPage';

const LOGS = 'parents/:parent/results/:result/logs';

const IS_LOG = `data_type in [${LOG_TYPES.map(type => `"${type}"`).join(
  ', ',
)}]`;

/** The routes of logs: what Records tell of them, and their text. */
export function logRoutes(context: ApiContext): Routes {
  const { store, scopeOf, expensive, isExpensive, positions } = context;

  async function getLog(req: Request, res: Response): Promise<void> {
    const { view } = await scopeOf(req, res, {
      verb: 'get',
      resource: 'logs',
      parent: req.params.parent,
    });
    const record = found(await store.getRecord(view, parseLogName(req.params)));
    let joined: JoinedLogs | undefined;
    await sendStream(res, {
      open: async function* text(signal) {
        joined = await findLogText(context, { record, view, signal });
        yield* joined.text;
      },
      head: () => {
        res.setHeader('Content-Type', 'text/plain; charset=utf-8');
        res.setHeader('X-Content-Type-Options', 'nosniff');
        res.setHeader('Cache-Control', 'no-store');
        if (joined) {
          describeText(res, joined);
        }
      },
    });
  }

  return {
    [`/v1alpha2/${LOGS}`]: {
      async GET(req, res) {
        const name = parseListedLogsName(req.params);
        const parent = parseParent(name.parent);
        const { view } = await scopeOf(req, res, {
          verb: 'list',
          resource: 'logs',
          parent,
        });
        const { formatToken, filter, ...list } = parseListQuery(req.query, {
          scope: [view.cluster, name.parent, name.result, 'logs'],
          subject: 'records',
          parseOrder: parseRecordOrder,
          positions,
        });
        const read = () =>
          store.listRecords({
            view,
            parent,
            result: parseParent(name.result),
            ...list,
            // The text is a whole condition, and ends with its line.
            filter: parseApiFilter(
              filter ? `(${filter.text}\n) && ${IS_LOG}` : IS_LOG,
              'records',
            ),
          });
        const page = isExpensive(filter)
          ? await expensive(res, read)
          : await read();
        factsOf(res).scannedRows = page.scanned;
        await sendPage(res, {
          field: 'records',
          items: page.items,
          format: formatLog,
          nextPageToken: page.next && formatToken(page.next),
        });
      },
    },

    [`/v1alpha2/${LOGS}/:log`]: {
      GET: getLog,

      async DELETE(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'delete',
          resource: 'logs',
          parent: req.params.parent,
        });
        const name = parseDeletedLogName(req.params);
        await deleteLog(context, { ...name, cluster }, access);
        sendJson(res, {});
      },
    },

    [`/v1alpha3/${LOGS}/:log`]: { GET: getLog },
  };
}

function describeText(res: Response, { named, missing }: JoinedLogs): void {
  if (named) {
    // So it is longer than its Record says.
    res.setHeader(LOG_HEADERS.named, 'true');
  }
  if (missing.length > 0) {
    res.setHeader(LOG_HEADERS.missing, missing.join(', '));
  }
}

/** A log has the name of the Record that tells of it, but among the logs. */
function formatLog(record: StoredRecord) {
  return {
    ...formatRecord(record),
    name: record.name.replace(/\/records\/([^/]+)$/, '/logs/$1'),
  };
}
