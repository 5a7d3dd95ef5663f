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

import { mockServices } from '@backstage/backend-test-utils';
import { ClusterError, type Cluster } from '../../cluster';
import { TokenIssuers } from './TokenIssuers';

const MINUTE_MS = 60_000;

describe('TokenIssuers', () => {
  let now = 0;
  const logger = mockServices.logger.mock();

  beforeEach(() => {
    now = 1_000_000;
    jest.clearAllMocks();
  });

  function setUp(tokenIssuers?: string[]) {
    const tokenIssuer = jest.fn<Promise<string>, []>();
    const cluster = {
      name: 'a',
      title: 'a',
      tokenIssuers,
      reviews: { tokenIssuer },
    } as unknown as Cluster;
    const issuers = new TokenIssuers({
      clusters: () => [cluster],
      timeoutMs: 1_000,
      logger,
      now: () => now,
    });
    return { issuers, tokenIssuer };
  }

  it('keeps what a cluster says for an hour', async () => {
    const { issuers, tokenIssuer } = setUp();
    tokenIssuer.mockResolvedValueOnce('one').mockResolvedValueOnce('two');
    expect(await issuers.claim('a', 'one')).toBe('claimed');
    now += 60 * MINUTE_MS - 1;
    expect(await issuers.claim('a', 'two')).toBe('notClaimed');
    now += 1;
    expect(await issuers.claim('a', 'two')).toBe('claimed');
    expect(await issuers.claim('a', 'one')).toBe('notClaimed');
    expect(tokenIssuer).toHaveBeenCalledTimes(2);
  });

  it('asks again half a minute after a failure', async () => {
    const { issuers, tokenIssuer } = setUp();
    tokenIssuer
      .mockRejectedValueOnce(new ClusterError('no', { code: 'unreachable' }))
      .mockResolvedValueOnce('one');
    expect(await issuers.claim('a', 'one')).toBe('unknown');
    now += 29_999;
    expect(await issuers.claim('a', 'one')).toBe('unknown');
    expect(tokenIssuer).toHaveBeenCalledTimes(1);
    now += 1;
    expect(await issuers.claim('a', 'one')).toBe('claimed');
    expect(logger.warn.mock.calls).toEqual([
      [
        'The issuer of the tokens of the cluster a cannot be read; tokenIssuers of the cluster can name it: no',
      ],
    ]);
  });

  it('keeps what was known once when the cluster cannot be asked', async () => {
    const { issuers, tokenIssuer } = setUp();
    tokenIssuer
      .mockResolvedValueOnce('one')
      .mockRejectedValue(new ClusterError('no', { code: 'unreachable' }));
    await issuers.claim('a', 'one');
    for (let hours = 0; hours < 3; hours += 1) {
      now += 60 * MINUTE_MS;
      expect(await issuers.claim('a', 'one')).toBe('claimed');
      expect(await issuers.claim('a', 'two')).toBe('notClaimed');
    }
    expect(tokenIssuer).toHaveBeenCalledTimes(4);
  });

  it('asks once for all who ask at the same time', async () => {
    const { issuers, tokenIssuer } = setUp();
    tokenIssuer.mockResolvedValue('one');
    await Promise.all([issuers.claims('one'), issuers.claim('a', 'one')]);
    expect(tokenIssuer).toHaveBeenCalledTimes(1);
  });

  it('asks nobody where the configuration says it', async () => {
    const { issuers, tokenIssuer } = setUp(['one', 'two']);
    expect(await issuers.claim('a', 'two')).toBe('claimed');
    expect(await issuers.claims('three')).toEqual(
      new Map([['a', 'notClaimed']]),
    );
    expect(tokenIssuer).not.toHaveBeenCalled();
  });

  it('knows nothing of a cluster that there is not', async () => {
    const { issuers } = setUp(['one']);
    expect(await issuers.claim('b', 'one')).toBe('unknown');
  });
});
