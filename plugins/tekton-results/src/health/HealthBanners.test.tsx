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

import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ClusterHealth } from 'backstage-plugin-tekton-results-common';
import { screen } from '@testing-library/react';
import { HealthBanners } from './HealthBanners';

const CLUSTER: ClusterHealth = {
  name: 'prod',
  title: 'Production',
  state: 'ok',
  resources: [],
};

function renderHealth(...clusters: ClusterHealth[]) {
  renderInTestApp(
    <HealthBanners
      health={{ state: 'degraded', clusters, configProblems: [] }}
    />,
  );
}

it('says nothing while all is well', () => {
  renderHealth(CLUSTER);
  expect(
    screen.queryByRole('region', { name: 'Problems of the capture' }),
  ).not.toBeInTheDocument();
});

it('tells of runs that the database refused', async () => {
  renderHealth({
    ...CLUSTER,
    resources: [
      { resource: 'taskruns', state: 'watching', refusedRuns: 2 },
      { resource: 'customruns', state: 'watching', refusedRuns: 0 },
    ],
  });
  expect(
    await screen.findByText('Production: 2 runs could not be stored'),
  ).toBeInTheDocument();
  expect(screen.getByText(/^Of taskruns/)).toBeInTheDocument();
  expect(screen.queryByText(/customruns/)).not.toBeInTheDocument();
});

it('tells of states that could not be read, and names the last one', async () => {
  renderHealth({
    ...CLUSTER,
    resources: [
      {
        resource: 'taskruns',
        state: 'watching',
        unreadable: {
          count: 3,
          last: {
            namespace: 'shop',
            name: 'build-1',
            problem: 'it has no uid',
            time: '2026-11-21T04:00:00Z',
          },
        },
      },
    ],
  });
  expect(
    await screen.findByText('Production: 3 states of runs could not be read'),
  ).toBeInTheDocument();
  expect(
    screen.getByText(/^The last one was shop\/build-1, .*: it has no uid$/),
  ).toBeInTheDocument();
});

it('tells that logs cannot be kept', async () => {
  renderInTestApp(
    <HealthBanners
      health={{
        state: 'degraded',
        clusters: [],
        configProblems: [],
        logStorage: { driver: 's3', state: 'failing', message: 'No bucket' },
      }}
    />,
  );
  expect(
    await screen.findByText(/^Logs cannot be kept: the storage "s3" fails/),
  ).toBeInTheDocument();
  expect(screen.getByText('No bucket')).toBeInTheDocument();
});

it('tells of rights that are needed, not of those that are not', async () => {
  const right = { apiGroup: 'tekton.dev', resource: 'pipelineruns' };
  renderHealth({
    ...CLUSTER,
    missingRights: [
      { ...right, verb: 'patch', feature: 'finalizers', optional: false },
      { ...right, verb: 'delete', feature: 'clean-up', optional: true },
      {
        ...right,
        verb: 'list',
        namespace: 'shop',
        feature: 'archive',
        optional: false,
      },
    ],
  });
  expect(
    await screen.findByText(
      'Production: the credential may not patch pipelineruns',
    ),
  ).toBeInTheDocument();
  expect(
    screen.getByText(
      'Production: the credential may not list pipelineruns (shop)',
    ),
  ).toBeInTheDocument();
  expect(screen.queryByText(/delete/)).not.toBeInTheDocument();
});
