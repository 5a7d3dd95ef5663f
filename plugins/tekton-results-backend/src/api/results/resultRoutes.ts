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
import { formatResult } from './format';
import { found } from './found';
import { parseResultMessage } from './messages';
import {
  parseNewResultName,
  parseParent,
  parseResultName,
  splitResultName,
} from './names';
import { parseListQuery } from './parseListQuery';
import { parseResultOrder } from './parseOrder';
import { queryParameter } from './queryParameter';
import { factsOf } from './requestFacts';
import type { Routes } from './routes';
import { sendJson } from './sendJson';
import { sendPage } from './sendPage';
import { requestedEtag, resultContent, written } from './writeRequests';

const RESULTS = '/v1alpha2/parents/:parent/results';

/** The routes of Results. */
export function resultRoutes(context: ApiContext): Routes {
  const { store, writer, bodies, scopeOf, expensive, isExpensive, positions } =
    context;
  return {
    [RESULTS]: {
      async GET(req, res) {
        const parent = parseParent(req.params.parent);
        const { view } = await scopeOf(req, res, {
          verb: 'list',
          resource: 'results',
          parent,
        });
        const { formatToken, ...list } = parseListQuery(req.query, {
          scope: [view.cluster, req.params.parent],
          subject: 'results',
          parseOrder: parseResultOrder,
          positions,
        });
        const read = () => store.listResults({ view, parent, ...list });
        const page = isExpensive(list.filter)
          ? await expensive(res, read)
          : await read();
        factsOf(res).scannedRows = page.scanned;
        await sendPage(res, {
          field: 'results',
          items: page.items,
          format: formatResult,
          nextPageToken: page.next && formatToken(page.next),
        });
      },

      async POST(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'create',
          resource: 'results',
          parent: req.params.parent,
        });
        const message = await bodies.readMessage(req, res, parseResultMessage);
        const name = parseNewResultName(message.name, req.params);
        const outcome = await writer.createResult(
          { cluster, ...name },
          resultContent(message),
          { access },
        );
        sendJson(res, formatResult(written(outcome)));
      },
    },

    [`${RESULTS}/:result`]: {
      async GET(req, res) {
        const { view } = await scopeOf(req, res, {
          verb: 'get',
          resource: 'results',
          parent: req.params.parent,
        });
        const result = await store.getResult(view, parseResultName(req.params));
        sendJson(res, formatResult(found(result)));
      },

      async PATCH(req, res) {
        // Upstream asks for the name again, and takes that.
        const again = queryParameter(req.query, 'name');
        const name = again
          ? splitResultName(again)
          : parseResultName(req.params);
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'update',
          resource: 'results',
          parent: name.parent,
        });
        const message = await bodies.readMessage(req, res, parseResultMessage);
        const outcome = await writer.updateResult(
          { cluster, ...name },
          resultContent(message),
          { etag: requestedEtag(req), access },
        );
        const result = written(outcome, {
          missing: 'failed to find a result: record not found',
        });
        sendJson(res, formatResult(result));
      },

      async DELETE(req, res) {
        const { cluster, access } = await scopeOf(req, res, {
          verb: 'delete',
          resource: 'results',
          parent: req.params.parent,
        });
        const name = parseResultName(req.params);
        written(await writer.deleteResult({ cluster, ...name }, { access }));
        sendJson(res, {});
      },
    },
  };
}
