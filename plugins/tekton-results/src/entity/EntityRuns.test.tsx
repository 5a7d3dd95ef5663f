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

import { InputError, NotAllowedError, ResponseError } from '@backstage/errors';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkout, checkoutRun, fakeApi, failedRun } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { EntityRuns } from './EntityRuns';

function renderRuns(
  options: {
    api?: ReturnType<typeof fakeApi>;
    entity?: ReturnType<typeof checkout>;
    path?: string;
  } = {},
) {
  const { api = fakeApi(), entity = checkout(), path = '/' } = options;
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <EntityProvider entity={entity}>
        <EntityRuns />
      </EntityProvider>
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );
  return api;
}

function setHidden(hidden: boolean) {
  jest
    .spyOn(document, 'visibilityState', 'get')
    .mockReturnValue(hidden ? 'hidden' : 'visible');
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('the list', () => {
  it('shows each run with where it lives and where it failed', async () => {
    renderRuns();

    const table = await screen.findByRole('table', { name: 'Runs' });
    const gone = within(table).getByRole('row', { name: /26857d2/ });
    expect(gone).toHaveTextContent('Succeeded');
    expect(gone).toHaveTextContent('Gone from cluster');
    expect(gone).toHaveTextContent('3s');
    const failed = within(table).getByRole('row', { name: /d52299b/ });
    expect(failed).toHaveTextContent('Failed at image › push, exit code 1');
    expect(failed).toHaveTextContent('Live');
    expect(
      within(gone).getByRole('link', { name: /checkout-build-26857d2/ }),
    ).toHaveAttribute('href', `/example/${checkoutRun.uid}`);
    expect(screen.getByText('2 of 2 runs')).toBeInTheDocument();
  });

  it('says that it is loading', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockReturnValue(new Promise(() => {}));
    renderRuns({ api });

    expect(
      await screen.findByRole('status', { name: 'Loading runs' }),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('pages on the server', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockImplementation(async ({ cursor }) => ({
      items: [cursor ? checkoutRun : failedRun],
      nextCursor: cursor ? undefined : 'older',
      prevCursor: cursor ? 'newer' : undefined,
      total: { count: 10_000, exact: false },
    }));
    renderRuns({ api });

    expect(
      await screen.findByText('1 of more than 10,000 runs'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Newer' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Older' }));
    expect(
      await screen.findByRole('link', { name: /checkout-build-26857d2/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Older' })).toBeDisabled();
    expect(api.listEntityRuns).toHaveBeenLastCalledWith(
      {
        entityRef: 'component:default/checkout',
        sort: '-start',
        limit: 25,
        cursor: 'older',
        tasks: true,
      },
      expect.anything(),
    );

    await userEvent.selectOptions(screen.getByLabelText('Runs per page'), '50');
    await waitFor(() =>
      expect(api.listEntityRuns).toHaveBeenLastCalledWith(
        expect.objectContaining({ limit: 50, cursor: undefined }),
        expect.anything(),
      ),
    );
  });

  it('goes back to the first page when a cursor is refused', async () => {
    const api = fakeApi();
    const newest = await api.listEntityRuns();
    api.listEntityRuns.mockImplementation(async ({ cursor }) => {
      if (cursor) {
        throw new InputError('Parameter cursor is not a cursor');
      }
      return newest;
    });
    renderRuns({ api, path: '/?cursor=old' });

    expect(
      await screen.findByText(/That page is not there any more/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('shows the list for a path that leads nowhere', async () => {
    renderRuns({ path: '/nonsense' });
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('says why it cannot be read and tries again', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockRejectedValueOnce(new Error('Bad gateway'));
    renderRuns({ api });

    expect(await screen.findByText('Bad gateway')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('says that the user lacks the permission', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockRejectedValue(new NotAllowedError('no'));
    renderRuns({ api });

    expect(
      await screen.findByRole('heading', { name: 'You may not see runs' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Ask its owners, or an administrator of Backstage/),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('No run has been captured yet'),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByText('Runs could not be loaded'),
    ).not.toBeInTheDocument();
  });

  it('says so, too, as the API tells it', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockRejectedValue(
      await ResponseError.fromResponse(
        new Response(
          JSON.stringify({
            error: { name: 'NotAllowedError', message: 'You may not see runs' },
            response: { statusCode: 403 },
          }),
          { status: 403, headers: { 'Content-Type': 'application/json' } },
        ) as never,
      ),
    );
    renderRuns({ api });

    expect(
      await screen.findByRole('heading', { name: 'You may not see runs' }),
    ).toBeInTheDocument();
  });

  it('hides what it showed as soon as the user lacks the permission', async () => {
    const api = fakeApi();
    renderRuns({ api });
    await screen.findByRole('table', { name: 'Runs' });

    api.listEntityRuns.mockRejectedValue(new NotAllowedError('no'));
    setHidden(true);
    setHidden(false);
    expect(
      await screen.findByRole('heading', { name: 'You may not see runs' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('table', { name: 'Runs' }),
    ).not.toBeInTheDocument();
    expect(screen.queryByText('2 of 2 runs')).not.toBeInTheDocument();
  });

  it('says what was looked for where labels alone do not choose', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockResolvedValue({
      items: [],
      total: { count: 0, exact: true },
    });
    renderRuns({
      api,
      entity: checkout({ 'tekton-results/filter': 'data.spec.x == "y"' }),
    });

    expect(await screen.findByText(/Chosen by/)).toHaveTextContent(
      'tekton-results/filter',
    );
    expect(screen.getByText('data.spec.x == "y"')).toBeInTheDocument();
  });

  it('says that there is no run yet, or no cluster', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockResolvedValue({
      items: [],
      total: { count: 0, exact: true },
    });
    renderRuns({ api });
    expect(
      await screen.findByText('No run has been captured yet'),
    ).toBeInTheDocument();

    api.getHealth.mockResolvedValue({
      state: 'ok',
      clusters: [],
      configProblems: [],
    });
    setHidden(true);
    setHidden(false);
    expect(
      await screen.findByText('No cluster is configured'),
    ).toBeInTheDocument();
  });

  it('names failing clusters and config mistakes above the runs', async () => {
    const api = fakeApi();
    api.getHealth.mockResolvedValue({
      state: 'degraded',
      clusters: [
        {
          name: 'prod',
          title: 'Production',
          state: 'failing',
          resources: [],
          problem: {
            code: 'unauthorized',
            message: 'Unauthorized: the token is refused',
            since: '2026-11-21T05:00:00Z',
          },
        },
      ],
      configProblems: [
        { path: 'tektonResults.clusters[1].url', message: 'is missing' },
      ],
    });
    renderRuns({ api });

    expect(
      await screen.findByText(
        'Production: the cluster does not accept the credential',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/the token is refused/)).toBeInTheDocument();
    expect(
      screen.getByText('tektonResults.clusters[1].url'),
    ).toBeInTheDocument();
  });
});

it('says that the state of the capture is not known', async () => {
  const api = fakeApi();
  api.getHealth.mockRejectedValue(new Error('Bad gateway'));
  renderRuns({ api });

  expect(
    await screen.findByText(/capture is not known: Bad gateway/),
  ).toBeInTheDocument();
});

describe('the entity', () => {
  it('is told which annotation to add', async () => {
    renderRuns({
      entity: checkout({ 'backstage.io/kubernetes-namespace': 'shop' }),
    });

    expect(
      await screen.findByText(/does not say which runs are its own/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/backstage.io\/kubernetes-id: checkout/),
    ).toBeInTheDocument();
  });

  it('is told by the backend what is wrong with its filter', async () => {
    const api = fakeApi();
    api.listEntityRuns.mockRejectedValue(
      new InputError('Annotation tekton-results/filter of the entity: no'),
    );
    renderRuns({ api, entity: checkout({ 'tekton-results/filter': 'a' }) });

    expect(
      await screen.findByText(/Annotation tekton-results\/filter/),
    ).toBeInTheDocument();
  });

  it('is told what is wrong with its selector', async () => {
    renderRuns({
      entity: checkout({ 'backstage.io/kubernetes-label-selector': 'a=(' }),
    });

    expect(
      await screen.findByText(/'a=\(' is not a label selector/),
    ).toBeInTheDocument();
  });
});
