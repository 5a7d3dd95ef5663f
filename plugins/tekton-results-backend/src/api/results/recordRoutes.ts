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
import { sendPage } from './sendPage';
import {
  recordChanges,
  recordData,
  requestedEtag,
  written,
} from './writeRequests';

const RECORDS = '/v1alpha2/parents/:parent/results/:result/records';

/** The routes of Records. */
export function recordRoutes(context: ApiContext): Routes {
  const { store, writer, bodies, scopeOf, expensive, isExpensive, positions } =
    context;
  return {
    [RECORDS]: {
      async GET(req, res) {
        const name = parseResultName(req.params);
        const parent = parseParent(name.parent);
        const { view } = await scopeOf(req, res, {
          verb: 'list',
          resource: 'records',
          parent,
        });
        const { formatToken, ...list } = parseListQuery(req.query, {
          scope: [view.cluster, name.parent, name.result],
          subject: 'records',
          parseOrder: parseRecordOrder,
          positions,
        });
        const result = parseParent(name.result);
        const read = () => store.listRecords({ view, parent, result, ...list });
        const page = isExpensive(list.filter)
          ? await expensive(res, read)
          : await read();
        factsOf(res).scannedRows = page.scanned;
        await sendPage(res, {
          field: 'records',
          items: page.items,
          format: formatRecord,
          nextPageToken: page.next && formatToken(page.next),
        });
      },

      async POST(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'create',
          resource: 'records',
          parent: req.params.parent,
        });
        const message = await bodies.readMessage(req, res, parseRecordMessage);
        const name = parseNewRecordName(message.name, req.params);
        const outcome = await writer.createRecord(
          { cluster, ...name },
          recordData(message),
          { access },
        );
        sendJson(res, formatRecord(written(outcome)));
      },
    },

    [`${RECORDS}/:record`]: {
      async GET(req, res) {
        const { view } = await scopeOf(req, res, {
          verb: 'get',
          resource: 'records',
          parent: req.params.parent,
        });
        const record = await store.getRecord(view, parseRecordName(req.params));
        sendJson(res, formatRecord(found(record)));
      },

      async PATCH(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'update',
          resource: 'records',
          parent: req.params.parent,
        });
        const name = parseRecordName(req.params);
        const message = await bodies.readMessage(req, res, parseRecordMessage);
        const outcome = await writer.updateRecord(
          { cluster, ...name },
          recordChanges(message, queryParameter(req.query, 'update_mask')),
          { etag: requestedEtag(req), access },
        );
        sendJson(res, formatRecord(written(outcome)));
      },

      async DELETE(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'delete',
          resource: 'records',
          parent: req.params.parent,
        });
        const name = parseRecordName(req.params);
        written(await writer.deleteRecord({ cluster, ...name }, { access }));
        sendJson(res, {});
      },
    },
  };
}
