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

import { NotAllowedError } from '@backstage/errors';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkout, checkoutRun, failedRun, fakeApi } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { entityRunsRouteRef } from '../routing';
import { EntityRunsCard } from './EntityRunsCard';

const SCOPE = { filter: 'true', rule: 'backstage.io/kubernetes-id' };

async function renderCard(api = fakeApi(), entity = checkout()) {
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <EntityProvider entity={entity}>
        <EntityRunsCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/checkout/runs': entityRunsRouteRef } },
  );
  await screen.findByRole('heading', { name: 'Tekton runs' });
  return api;
}

const cardOf = (rest: object) => ({
  runs: [failedRun, checkoutRun],
  days: 30,
  current: {
    total: 40,
    statuses: { succeeded: 30, failed: 10 },
    successRate: 0.75,
    durations: { count: 30, p50Ms: 60_000, p95Ms: 90_000, maxMs: 99_000 },
    exact: true,
  },
  previous: {
    total: 20,
    statuses: { succeeded: 10, failed: 10 },
    successRate: 0.5,
    exact: true,
  },
  scope: SCOPE,
  ...rest,
});

it('shows the last runs, oldest first, as links that the arrow keys reach', async () => {
  await renderCard();
  const strip = await screen.findByRole('list', {
    name: 'Last runs, oldest first',
  });
  const links = within(strip).getAllByRole('link');
  expect(links.map(link => link.getAttribute('aria-label'))).toEqual([
    expect.stringMatching(/^Succeeded, Add health check, 3s, /),
    expect.stringMatching(/^Failed, Fix rounding of totals, 3s, /),
  ]);
  expect(links[1]).toHaveAttribute(
    'href',
    `/checkout/runs/example/${failedRun.uid}`,
  );
  expect(links.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);

  act(() => links[1].focus());
  await userEvent.keyboard('{ArrowLeft}');
  expect(links[0]).toHaveFocus();
  expect(links.map(({ tabIndex }) => tabIndex)).toEqual([0, -1]);
  await userEvent.keyboard('{ArrowLeft}{End}');
  expect(links[1]).toHaveFocus();
});

it('tells the last result, the rate with its change, and durations', async () => {
  const api = fakeApi();
  api.getEntityCard.mockResolvedValue(
    cardOf({ failingSince: { run: failedRun, exact: true } }),
  );
  await renderCard(api);

  expect(await screen.findByText('75%')).toBeInTheDocument();
  expect(screen.getByText('25 points more than before')).toBeInTheDocument();
  expect(screen.getByText('p50 1m, p95 1m 30s')).toBeInTheDocument();
  expect(
    screen.getByRole('link', {
      name: /^Failing since Fix rounding of totals \(.*2026.*\)$/,
    }),
  ).toHaveAttribute('href', `/checkout/runs/example/${failedRun.uid}`);
  expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
    'href',
    '/checkout/runs',
  );
});

it('tells the last result while another run goes on', async () => {
  const api = fakeApi();
  const running = { ...checkoutRun, uid: 'new', status: 'running' as const };
  api.getEntityCard.mockResolvedValue(cardOf({ runs: [running, failedRun] }));
  await renderCard(api);

  const last = (await screen.findByText('Last result')).parentElement!;
  expect(last).toHaveTextContent('Failed');
  expect(within(last).getByRole('link')).toHaveAttribute(
    'href',
    `/checkout/runs/example/${failedRun.uid}`,
  );
});

it('shows one branch, and keeps offering the others', async () => {
  const api = await renderCard();
  await screen.findByRole('list', { name: 'Last runs, oldest first' });
  api.getEntityCard.mockResolvedValue(cardOf({ runs: [] }));
  await userEvent.selectOptions(screen.getByLabelText('Branch'), 'main');

  await waitFor(() =>
    expect(api.getEntityCard).toHaveBeenLastCalledWith(
      { entityRef: 'component:default/checkout', branch: 'main' },
      expect.anything(),
    ),
  );
  expect(
    await screen.findByText('No run of this branch has been captured.'),
  ).toBeInTheDocument();
  expect(screen.getByRole('option', { name: 'main' })).toBeInTheDocument();
});

describe('of an entity whose repository is known', () => {
  const entity = checkout({
    'backstage.io/kubernetes-id': 'checkout',
    'backstage.io/source-location':
      'url:https://github.com/acme/web/tree/trunk/',
  });
  const branches = () =>
    screen.getAllByRole('option').map(option => option.textContent);

  it('shows the default branch at first, and offers all', async () => {
    const api = fakeApi();
    api.listFacets.mockResolvedValue({
      facets: [{ name: 'branch', values: [{ value: 'fix/x', count: 3 }] }],
    });
    await renderCard(api, entity);
    await screen.findByRole('list', { name: 'Last runs, oldest first' });

    expect(api.getEntityCard).toHaveBeenLastCalledWith(
      { entityRef: 'component:default/checkout', branch: 'trunk' },
      expect.anything(),
    );
    expect(screen.getByLabelText('Branch')).toHaveValue('trunk');
    await screen.findByRole('option', { name: 'fix/x' });
    expect(branches()).toEqual(
      expect.arrayContaining(['All branches', 'fix/x', 'trunk']),
    );
  });

  it('shows all branches if the default one has no run', async () => {
    const api = fakeApi();
    api.getEntityCard.mockImplementation(async ({ branch }) =>
      cardOf(branch ? { runs: [] } : {}),
    );
    await renderCard(api, entity);
    await screen.findByRole('list', { name: 'Last runs, oldest first' });

    expect(screen.getByLabelText('Branch')).toHaveValue('');
    await userEvent.selectOptions(screen.getByLabelText('Branch'), 'main');
    expect(
      await screen.findByText('No run of this branch has been captured.'),
    ).toBeInTheDocument();
  });
});

it('says that a cluster cannot be watched', async () => {
  const api = fakeApi();
  const health = await api.getHealth();
  api.getHealth.mockResolvedValue({
    ...health,
    state: 'degraded',
    clusters: [
      { name: 'eu', title: 'Europe', state: 'failing', resources: [] },
    ],
  });
  await renderCard(api);
  expect(
    await screen.findByText(
      'Runs may be missing. Not watched at present: Europe',
    ),
  ).toBeInTheDocument();
});

it.each([
  ['nothing is captured', cardOf({ runs: [] }), /No run has been captured/],
  [
    'the user sees none',
    cardOf({ runs: [], limited: true }),
    /You may see some runs only/,
  ],
  [
    'the entity has no mapping',
    cardOf({ runs: [], scope: null }),
    /does not say which runs/,
  ],
])('says in a line that %s', async (_, card, text) => {
  const api = fakeApi();
  api.getEntityCard.mockResolvedValue(card);
  await renderCard(api);
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('says that the user may not see them', async () => {
  const api = fakeApi();
  api.getEntityCard.mockRejectedValue(new NotAllowedError('no'));
  await renderCard(api);
  expect(
    await screen.findByText('You may not see the runs of this component.'),
  ).toBeInTheDocument();
});

it('says that it could not be loaded and tries again', async () => {
  const api = fakeApi();
  api.getEntityCard.mockRejectedValueOnce(new Error('Bad gateway'));
  await renderCard(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'could not be loaded',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(
    await screen.findByRole('list', { name: 'Last runs, oldest first' }),
  ).toBeInTheDocument();
});
