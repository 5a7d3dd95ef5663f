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

import type { ApiContext } from './ApiContext';
import { formatRecord } from './format';
import { found } from './found';
import { parseRecordMessage } from './messages';
import {
  parseNewRecordName,
  parseParent,
  parseRecordName,
  parseResultName,
} from './names';
import { parseListQuery } from './parseListQuery';
import { parseRecordOrder } from './parseOrder';
import { queryParameter } from './queryParameter';
import { factsOf } from './requestFacts';
import type { Routes } from './routes';
import { sendJson } from './sendJson';
import {
  recordChanges,
  recordData,
  requestedEtag,
  written,
} from './writeRequests';

const RECORDS = '/v1alpha2/parents/:parent/results/:result/records';

/** The routes of Records. */
export function recordRoutes(context: ApiContext): Routes {
  const { store, writer, bodies, scopeOf } = context;
  return {
    [RECORDS]: {
      async GET(req, res) {
        const { view } = scopeOf(req);
        const name = parseResultName(req.params);
        const { formatToken, ...list } = parseListQuery(req.query, {
          scope: `${name.parent}/results/${name.result}`,
          subject: 'records',
          parseOrder: parseRecordOrder,
        });
        const page = await store.listRecords({
          view,
          parent: parseParent(name.parent),
          result: parseParent(name.result),
          ...list,
        });
        factsOf(res).scannedRows = page.scanned;
        sendJson(res, {
          ...(page.items.length > 0 && {
            records: page.items.map(formatRecord),
          }),
          ...(page.next && { next_page_token: formatToken(page.next) }),
        });
      },

      async POST(req, res) {
        const { cluster } = scopeOf(req);
        const message = await bodies.readMessage(req, res, parseRecordMessage);
        const name = parseNewRecordName(message.name, req.params);
        const outcome = await writer.createRecord(
          { cluster, ...name },
          recordData(message),
        );
        sendJson(res, formatRecord(written(outcome)));
      },
    },

    [`${RECORDS}/:record`]: {
      async GET(req, res) {
        const { view } = scopeOf(req);
        const record = await store.getRecord(view, parseRecordName(req.params));
        sendJson(res, formatRecord(found(record)));
      },

      async PATCH(req, res) {
        const { cluster } = scopeOf(req);
        const name = parseRecordName(req.params);
        const message = await bodies.readMessage(req, res, parseRecordMessage);
        const outcome = await writer.updateRecord(
          { cluster, ...name },
          recordChanges(message, queryParameter(req.query, 'update_mask')),
          { etag: requestedEtag(req) },
        );
        sendJson(res, formatRecord(written(outcome)));
      },

      async DELETE(req, res) {
        const { cluster } = scopeOf(req);
        const name = parseRecordName(req.params);
        written(await writer.deleteRecord({ cluster, ...name }));
        sendJson(res, {});
      },
    },
  };
}
