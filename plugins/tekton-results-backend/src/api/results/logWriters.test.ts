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

import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { TestPolicy } from '../../__testUtils__/callers';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { accessParts } from '../__testUtils__/accessParts';
import { base64, BASE, openApi, RECORD, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

const LOG = `${RESULT}/logs/n1`;
const NONE = RECORD.replace('n1', 'n2');

const allowAll: TestPolicy = () => ({ result: AuthorizeResult.ALLOW });

const allButLogs: TestPolicy = ({ name }) => ({
  result:
    name === 'tekton-results.log.read'
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW,
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'somebody who may write and delete, but see no logs, on %s',
  databaseId => {
    it('is told nothing of a log by changing or deleting it', async () => {
      let policy = allowAll;
      const { callers } = accessParts({
        results: { listParents: async () => [] },
        policy: (...args) => policy(...args),
      });
      const api = await openApi(databaseId, { callers });
      await api.post('shop/results', { name: RESULT });
      await api.post(`${RESULT}/records`, {
        name: RECORD,
        data: {
          type: 'results.tekton.dev/v1alpha3.Log',
          value: base64('{"spec": {"type": "secret"}}'),
        },
      });

      policy = allButLogs;
      expect(await api.patch(RECORD, {})).toEqual(await api.patch(NONE, {}));
      expect(await api.remove(RECORD)).toEqual(await api.remove(NONE));
      expect(await api.remove(LOG)).toEqual(
        await api.remove(LOG.replace('n1', 'n2')),
      );

      policy = allowAll;
      expect(await api.call('GET', `${BASE}/${RECORD}`)).toMatchObject({
        status: 200,
        body: { name: RECORD },
      });
      await api.close();
    });
  },
);
