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
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  tektonAdminPermission,
  tektonResultsPermissions,
  tektonRetentionReadPermission,
} from 'backstage-plugin-tekton-results-common';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  type FakeApi,
  fakeApi,
  fakeLogsApi,
  retentionJob,
  retentionOn,
  retentionPreview,
  retentionUsage,
} from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { InstanceRuns } from '../instance';

// Looking things up by their roles takes its time on a page of tables.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

function renderAdmin(
  options: {
    readonly api?: FakeApi & { repairLogOrphans?: jest.Mock };
    readonly allowed?: readonly Permission[];
    readonly path?: string;
  } = {},
) {
  const { api = fakeApi(), path = '/admin' } = options;
  const { allowed = tektonResultsPermissions } = options;
  renderInTestApp(
    <TestApiProvider
      apis={[
        [tektonResultsApiRef, { ...fakeLogsApi([]), ...api }],
        [
          permissionApiRef,
          mockApis.permission({
            authorize: ({ permission }) =>
              allowed.some(({ name }) => name === permission.name)
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          }),
        ],
      ]}
    >
      <InstanceRuns />
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );
  return api;
}

const block = (name: string) => screen.findByRole('region', { name });
const openRun = async () => {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Run retention now' }),
  );
  return screen.findByRole('dialog');
};

describe('who may open it', () => {
  it('leads there from the list, and back', async () => {
    renderAdmin({ path: '/' });
    await userEvent.click(
      await screen.findByRole('link', { name: 'Administration' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Administration' }),
    ).toBeInTheDocument();
    await waitFor(() => expect(document.title).toMatch(/^Administration/));

    await userEvent.click(screen.getByRole('link', { name: 'Runs' }));
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
  });

  it('is nowhere to be found without a permission', async () => {
    const api = renderAdmin({ allowed: [] });
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Administration' }),
    ).not.toBeInTheDocument();
    expect(api.getRetention).not.toHaveBeenCalled();
  });

  it('says what an admin may not see, and does not ask for it', async () => {
    const api = renderAdmin({ allowed: [tektonAdminPermission] });
    expect(await block('Retention')).toHaveTextContent(
      /You may not see what retention does/,
    );
    expect(await block('Storage')).toHaveTextContent(
      /You may not see how much is stored/,
    );
    expect(api.getRetention).not.toHaveBeenCalled();
    expect(api.getRetentionUsage).not.toHaveBeenCalled();
  });

  it('offers nothing that changes to who may only look', async () => {
    renderAdmin({ allowed: [tektonRetentionReadPermission] });
    expect(
      await screen.findByRole('table', { name: /^Policies/ }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Run retention|leftovers/ }),
    ).not.toBeInTheDocument();
  });
});

describe('capture', () => {
  it('tells how each cluster stands, and what is missing', async () => {
    const api = fakeApi();
    const now = Date.now();
    const before = (minutes: number) =>
      new Date(now - minutes * 60_000).toISOString();
    api.getHealth.mockResolvedValue({
      state: 'ok',
      configProblems: [],
      database: {
        engine: 'postgres',
        state: 'ok',
        latencyMs: 3,
        checkedAt: before(1),
      },
      logStorage: { driver: 'files', state: 'ok', latencyMs: 1_500 },
      clusters: [
        {
          name: 'prod',
          title: 'Production',
          state: 'ok',
          resources: [
            {
              resource: 'taskruns',
              state: 'watching',
              backlog: 4,
              lagMs: 2000,
              lagP95Ms: 480,
              runs: { since: before(60), seen: 1_210, stored: 1_207 },
              refusedRuns: 2,
              unreadable: {
                count: 1,
                last: {
                  namespace: 'shop',
                  name: 'odd',
                  problem: 'it has no kind',
                  time: before(2),
                },
              },
            },
          ],
          outages: [{ from: before(180), until: before(120) }],
          oldestUnstored: {
            kind: 'TaskRun',
            namespace: 'shop',
            name: 'build',
            uid: 'u',
            reason: 'its log is not stored yet',
          },
        },
      ],
    });
    renderAdmin({ api });

    const row = await screen.findByRole('row', {
      name: /Production Captured/,
    });
    expect(row).toHaveTextContent('4');
    expect(row).toHaveTextContent('2s');
    const capture = await block('Capture');
    expect(row).toHaveTextContent('480ms');
    expect(row).toHaveTextContent('1,207 of 1,210');
    expect(capture).toHaveTextContent('refused 2 states of taskruns');
    expect(capture).toHaveTextContent(
      'One object of taskruns could not be read. The last one was shop/odd: it has no kind',
    );
    expect(capture).toHaveTextContent('Once, 1h');
    expect(
      within(capture).getByRole('img', { name: /^Not captured from/ }),
    ).toBeInTheDocument();
    expect(capture).toHaveTextContent(
      'TaskRun shop/build has waited longest: its log is not stored yet',
    );
    expect(await block('Storage')).toHaveTextContent(
      'The database (PostgreSQL) answers in 3ms.',
    );
    expect(await block('Storage')).toHaveTextContent(
      'Logs are kept in “files”, which can be reached. That took 2s.',
    );
  });

  it('tells what is wrong now, and since when', async () => {
    const api = fakeApi();
    const since = new Date(Date.now() - 3_600_000).toISOString();
    api.getHealth.mockResolvedValue({
      state: 'degraded',
      configProblems: [],
      database: {
        engine: 'sqlite',
        state: 'failing',
        message: 'The database has not answered for 5 s',
        checkedAt: since,
      },
      clusters: [
        {
          name: 'prod',
          title: 'Production',
          state: 'failing',
          problem: {
            code: 'unreachable',
            message: 'connection refused',
            since,
          },
          resources: [],
        },
      ],
    });
    renderAdmin({ api });
    const capture = await block('Capture');
    await waitFor(() =>
      expect(capture).toHaveTextContent('connection refused'),
    );
    expect(capture).toHaveTextContent('Once, 1h');
    expect(
      within(capture).getByRole('img', { name: /until now$/ }),
    ).toBeInTheDocument();
    const storage = await block('Storage');
    expect(storage).toHaveTextContent('The database (SQLite) does not answer.');
    expect(storage).toHaveTextContent('has not answered for 5 s');
  });

  it('says why a cluster cannot be captured', async () => {
    const api = fakeApi();
    api.getHealth.mockResolvedValue({
      state: 'ok',
      configProblems: [],
      clusters: [
        {
          name: 'gke',
          title: 'Cloud',
          state: 'unsupported',
          unsupportedReason: 'nobody can sign in',
          resources: [],
        },
      ],
    });
    renderAdmin({ api });
    expect(await screen.findByRole('row', { name: /Cloud/ })).toHaveTextContent(
      'Cannot be captured',
    );
    expect(await block('Capture')).toHaveTextContent('nobody can sign in');
  });

  it('says that there is no cluster', async () => {
    const api = fakeApi();
    api.getHealth.mockResolvedValue({
      state: 'ok',
      clusters: [],
      configProblems: [],
    });
    renderAdmin({ api });
    await waitFor(async () =>
      expect(await block('Capture')).toHaveTextContent(/Add a cluster/),
    );
    expect(await block('Storage')).toHaveTextContent('No logs are kept.');
  });

  it('says why it is not known', async () => {
    const api = fakeApi();
    api.getHealth.mockRejectedValue(new Error('Bad gateway'));
    renderAdmin({ api });
    expect(
      await screen.findByText('The state of the capture could not be loaded'),
    ).toBeInTheDocument();
  });
});

describe('what is stored', () => {
  it('is told in all and by namespace, with its growth', async () => {
    renderAdmin();
    const shop = await screen.findByRole('row', {
      name: /^Example cluster \/ shop/,
    });
    expect(shop).toHaveTextContent('1,500');
    expect(shop).toHaveTextContent('350 MB');
    expect(shop).toHaveTextContent('7,000 (75 MB)');
    expect(shop).toHaveTextContent('5,200 (267 MB)');
    expect(shop).toHaveTextContent('1,450 (8 MB)');
    expect(shop).toHaveTextContent('15 MB');
    const storage = await block('Storage');
    expect(storage).toHaveTextContent(
      'Stored: 400 MB, of which 90 MB are Records, 300 MB logs and 10 MB events.',
    );
    expect(storage).toHaveTextContent(
      'A day adds 20 MB (over the last 7 days; over 30 days, 13 MB).',
    );
    expect(storage).toHaveTextContent('1 run is pinned.');
    expect(storage).not.toHaveTextContent(/limit|largest/);
  });

  it('is held against the limits that apply', async () => {
    const api = fakeApi();
    api.getRetentionUsage.mockResolvedValue({
      ...retentionUsage,
      namespaces: 57,
      maxBytes: { total: 5e8, perNamespace: 7e8 },
    });
    renderAdmin({ api });
    const shop = await screen.findByRole('row', {
      name: /^Example cluster \/ shop/,
    });
    expect(shop).toHaveTextContent('50%');
    expect(
      screen.getByRole('columnheader', { name: 'Of the limit of 700 MB' }),
    ).toBeInTheDocument();
    const storage = await block('Storage');
    expect(storage).toHaveTextContent('That is 80% of the limit of 500 MB.');
    expect(storage).toHaveTextContent('At this pace it is reached in 5d');
    expect(storage).toHaveTextContent('The largest 2 of 57 namespaces.');
  });

  it('may be nothing', async () => {
    const api = fakeApi();
    api.getRetentionUsage.mockResolvedValue({
      ...retentionUsage,
      items: [],
      namespaces: 0,
    });
    renderAdmin({ api });
    expect(
      await screen.findByText('Nothing is stored yet.'),
    ).toBeInTheDocument();
  });

  it('is being measured for a while', async () => {
    const api = fakeApi();
    api.getRetentionUsage.mockReturnValue(new Promise(() => {}));
    renderAdmin({ api });
    expect(
      await screen.findByRole('status', {
        name: 'Measuring how much is stored',
      }),
    ).toBeInTheDocument();
  });

  it('says so when the server does not tell', async () => {
    const api = fakeApi();
    api.getRetentionUsage.mockRejectedValue(new NotAllowedError('No'));
    renderAdmin({ api });
    expect(
      await screen.findByText(/You may not see how much is stored/),
    ).toBeInTheDocument();
  });
});

describe('leftovers of logs', () => {
  const found = (objects: number, dryRun = true) => ({
    dryRun,
    drivers: [
      {
        driver: 'files',
        bytesWithoutLog: { objects, bytes: objects * 1_000, examples: [] },
        logsWithoutBytes: { logs: 0, objects: 0, examples: [] },
        sound: 12,
        repaired: !dryRun,
      },
    ],
  });

  it('are counted first, and cleared up when the name is typed', async () => {
    const repairLogOrphans = jest
      .fn()
      .mockResolvedValueOnce(found(3))
      .mockResolvedValueOnce(found(3, false));
    renderAdmin({ api: { ...fakeApi(), repairLogOrphans } });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Look for leftovers of logs' }),
    );
    expect(await screen.findByRole('row', { name: /files/ })).toHaveTextContent(
      '3 (3 kB)',
    );
    expect(repairLogOrphans).toHaveBeenCalledWith({ dryRun: true });

    await userEvent.click(screen.getByRole('button', { name: 'Clear up' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('3 objects (3 kB)');
    await userEvent.type(within(dialog).getByRole('textbox'), 'logs');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Clear up for ever' }),
    );
    expect(await screen.findByText('Cleared up')).toBeInTheDocument();
    expect(repairLogOrphans).toHaveBeenLastCalledWith({ dryRun: false });
  });

  it('are none where all is in order', async () => {
    const repairLogOrphans = jest.fn().mockResolvedValue(found(0));
    renderAdmin({ api: { ...fakeApi(), repairLogOrphans } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Look for leftovers of logs' }),
    );
    expect(await screen.findByText(/There are no leftovers/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Clear up' }),
    ).not.toBeInTheDocument();
  });

  it('say why they could not be looked for', async () => {
    const repairLogOrphans = jest.fn().mockRejectedValue(new Error('Away'));
    renderAdmin({ api: { ...fakeApi(), repairLogOrphans } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Look for leftovers of logs' }),
    );
    expect(
      await screen.findByText('Leftovers could not be looked for'),
    ).toBeInTheDocument();
  });
});

describe('retention', () => {
  it('tells what each policy decides on, keeps and would remove', async () => {
    renderAdmin();

    const first = await screen.findByRole('row', { name: /1\. production/ });
    expect(first).toHaveTextContent('400 runs (80 MB)');
    expect(first).toHaveTextContent('Runs for 180d');
    expect(first).toHaveTextContent('The last 3 of each branch for ever');
    expect(first).toHaveTextContent('logs of 25 runs (5 MB)');
    const retention = await block('Retention');
    expect(retention).toHaveTextContent('Stored: 2,000 runs (400 MB)');
    expect(retention).toHaveTextContent(
      'The next job would remove 121 runs (24 MB).',
    );
    expect(retention).toHaveTextContent('7 3 * * *');
  });

  it('tells what earlier jobs have removed, for whom, and what went wrong', async () => {
    const api = fakeApi();
    api.listRetentionJobs.mockResolvedValue({
      items: [
        {
          ...retentionJob,
          id: 2,
          trigger: 'schedule',
          actor: undefined,
          state: 'failed',
          problem: 'The limit cannot be kept to',
          counts: [],
        },
        retentionJob,
      ],
    });
    renderAdmin({ api });

    const jobs = await screen.findByRole('table', { name: 'Last jobs' });
    const [, failed, asked] = within(jobs).getAllByRole('row');
    expect(failed).toHaveTextContent('Schedule');
    expect(failed).toHaveTextContent('The limit cannot be kept to');
    expect(asked).toHaveTextContent('42s');
    expect(asked).toHaveTextContent('user:default/admin');
    expect(asked).toHaveTextContent('default: 30 runs (6 MB)');
  });

  it('tells of a job that was interrupted when it goes on', async () => {
    const api = fakeApi();
    api.listRetentionJobs.mockResolvedValue({
      items: [
        {
          ...retentionJob,
          state: 'interrupted',
          endedAt: undefined,
          resumesAt: '2026-11-21T12:10:00.000Z',
        },
      ],
    });
    renderAdmin({ api });

    const jobs = await screen.findByRole('table', { name: 'Last jobs' });
    const [, interrupted] = within(jobs).getAllByRole('row');
    expect(interrupted).toHaveTextContent(/InterruptedGoes on at .*12:10/);
    expect(interrupted).toHaveTextContent('default: 30 runs (6 MB)');
  });

  it('does not know yet when the next job starts', async () => {
    const api = fakeApi();
    api.getRetention.mockResolvedValue({ ...retentionOn, nextAt: undefined });
    renderAdmin({ api });
    expect(await screen.findByText('not known yet')).toBeInTheDocument();
  });

  it('says that it is off, and which setting turns it on', async () => {
    const api = fakeApi();
    api.getRetention.mockResolvedValue({
      state: 'unset',
      problems: [],
      warnings: [],
    });
    api.listRetentionJobs.mockResolvedValue({ items: [] });
    renderAdmin({ api });

    expect(await screen.findByText(/Retention is off/)).toHaveTextContent(
      'tektonResults.retention',
    );
    expect(await screen.findByText('No job has run yet.')).toBeInTheDocument();
    expect(api.previewRetention).not.toHaveBeenCalled();
    expect(
      screen.queryByRole('button', { name: 'Run retention now' }),
    ).not.toBeInTheDocument();
  });

  it('names each mistake of the configuration, and what may not be meant', async () => {
    const api = fakeApi();
    api.getRetention.mockResolvedValue({
      state: 'refused',
      problems: [
        { path: 'tektonResults.retention.schedule', message: 'is no' },
      ],
      warnings: [
        { path: 'tektonResults.retention.maxRetention', message: 'w' },
      ],
    });
    renderAdmin({ api });

    expect(
      await screen.findByText('tektonResults.retention.schedule'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('tektonResults.retention.maxRetention'),
    ).toBeInTheDocument();
    expect(api.previewRetention).not.toHaveBeenCalled();
  });

  it('names each mistake once, where most can be read of it', async () => {
    const mistake = {
      path: 'tektonResults.retention.schedule',
      message: 'is no',
    };
    const health = {
      state: 'ok',
      clusters: [],
      configProblems: [
        mistake,
        { path: 'tektonResults.clusters[0].url', message: 'is missing' },
      ],
    };
    const api = fakeApi();
    api.getHealth.mockResolvedValue(health);
    api.getRetention.mockResolvedValue({
      state: 'refused',
      problems: [mistake],
      warnings: [],
    });
    renderAdmin({ api });
    expect(
      await screen.findByText(/tektonResults\.clusters\[0\]\.url/),
    ).toBeInTheDocument();
    expect(
      await within(await block('Retention')).findByText(mistake.path),
    ).toBeInTheDocument();
    expect(
      screen.getAllByText(/tektonResults\.retention\.schedule/),
    ).toHaveLength(1);
  });

  it('names its mistakes to admins who may not see what it does', async () => {
    const api = fakeApi();
    api.getHealth.mockResolvedValue({
      state: 'ok',
      clusters: [],
      configProblems: [
        { path: 'tektonResults.retention.schedule', message: 'is no' },
      ],
    });
    renderAdmin({ api, allowed: [tektonAdminPermission] });
    expect(
      await screen.findByText(/tektonResults\.retention\.schedule/),
    ).toBeInTheDocument();
  });

  it('tells what is kept for ever from what only has no age', async () => {
    const api = fakeApi();
    const [first, second] = retentionPreview.policies;
    api.previewRetention.mockResolvedValue({
      ...retentionPreview,
      policies: [
        { ...first, forever: true, expiring: first.expiring.slice(1) },
        { ...second, expiring: [] },
      ],
    });
    renderAdmin({ api });

    const kept = await screen.findByRole('row', { name: /1\. production/ });
    expect(kept).toHaveTextContent(/Runs for ever ?Logs for 30d/);
    const rest = screen.getByRole('row', { name: /2\. default/ });
    expect(rest).toHaveTextContent('Runs of any age');
    expect(rest).not.toHaveTextContent('ever');
  });

  it('tells of limits that are exceeded, and of one that cannot be kept to', async () => {
    const api = fakeApi();
    api.previewRetention.mockResolvedValue({
      ...retentionPreview,
      limits: [
        {
          cluster: 'example',
          namespace: 'shop',
          maxBytes: 1e9,
          bytes: 2e9,
          expiring: { runs: 5, bytes: 1e9, exact: false },
        },
        {
          maxBytes: 4e9,
          bytes: 9e9,
          expiring: { runs: 0, bytes: 0, exact: true },
          unmetBytes: 3e9,
        },
      ],
    });
    renderAdmin({ api });

    const limits = await screen.findByRole('table', { name: /limits/ });
    const [, shop, all] = within(limits).getAllByRole('row');
    expect(shop).toHaveTextContent('Example cluster / shop');
    expect(shop).toHaveTextContent('at least 5 runs (1 GB)');
    expect(all).toHaveTextContent('All namespaces');
    expect(all).toHaveTextContent(/^.*Nothing: all that may go has 3 GB/);
  });

  it.each([
    ['getRetention', 'The state of retention could not be loaded'],
    ['getRetentionUsage', 'It could not be measured how much is stored'],
    ['previewRetention', 'What would be removed could not be counted'],
    ['listRetentionJobs', 'The last jobs could not be loaded'],
  ] as const)('says so when %s fails, and asks again', async (method, text) => {
    const api = fakeApi();
    api[method].mockRejectedValueOnce(new Error('Bad gateway'));
    renderAdmin({ api });

    expect(await screen.findByText(text)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(screen.queryByText(text)).not.toBeInTheDocument(),
    );
  });

  it('says so when the server refuses what the page offers', async () => {
    const api = fakeApi();
    api.getRetention.mockRejectedValue(new NotAllowedError('No'));
    renderAdmin({ api });
    expect(
      await screen.findByText(/You may not see what retention does/),
    ).toBeInTheDocument();
    expect(screen.queryByText('You may not see runs')).not.toBeInTheDocument();
  });
});

describe('a job that is asked for', () => {
  it('starts once the number was shown and the name typed', async () => {
    const api = renderAdmin();
    const dialog = await openRun();
    const remove = () =>
      within(dialog).getByRole('button', { name: 'Remove for ever' });

    expect(
      await within(dialog).findByText('121 runs (24 MB)'),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByText('logs of 25 runs (5 MB)'),
    ).toBeInTheDocument();
    expect(remove()).toBeDisabled();

    await userEvent.type(within(dialog).getByRole('textbox'), 'retentio');
    expect(remove()).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox'), 'n');
    api.listRetentionJobs.mockResolvedValue({
      items: [
        { ...retentionJob, id: 2, state: 'running', endedAt: undefined },
        retentionJob,
      ],
    });
    await userEvent.click(remove());

    expect(api.runRetention).toHaveBeenCalledTimes(1);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(screen.getByText('Retention has started')).toBeInTheDocument();
  });

  it('says why it did not start', async () => {
    const api = fakeApi();
    api.runRetention.mockRejectedValue(new Error('A job is running'));
    renderAdmin({ api });
    const dialog = await openRun();
    await userEvent.type(
      await within(dialog).findByRole('textbox'),
      'retention{Enter}',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove for ever' }),
    );
    expect(
      await within(dialog).findByText('A job is running'),
    ).toBeInTheDocument();
  });

  it('cannot start while it is not known what it would remove', async () => {
    const api = fakeApi();
    renderAdmin({ api });
    await screen.findByRole('table', { name: /^Policies/ });
    api.previewRetention.mockRejectedValue(new Error('Bad gateway'));
    const dialog = await openRun();

    expect(
      await within(dialog).findByText(
        'What would be removed could not be counted',
      ),
    ).toBeInTheDocument();
    expect(within(dialog).queryByRole('textbox')).not.toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Remove for ever' }),
    ).toBeDisabled();
  });

  it.each([
    ['ended', retentionJob],
    [
      'been interrupted',
      { ...retentionJob, state: 'interrupted', endedAt: undefined },
    ],
  ] as const)('counts anew when it has %s', async (_, then) => {
    const api = fakeApi();
    api.listRetentionJobs.mockResolvedValue({ items: [then] });
    api.listRetentionJobs.mockResolvedValueOnce({
      items: [{ ...retentionJob, state: 'running', endedAt: undefined }],
    });
    renderAdmin({ api });
    expect(await screen.findByText('Running')).toBeInTheDocument();
    await waitFor(() => expect(api.previewRetention).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(api.previewRetention).toHaveBeenCalledTimes(2));
  });
});
