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

import type { RunEvent } from 'backstage-plugin-tekton-results-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { failedRun } from '../../__fixtures__';
import { failedApi, failedDetails, renderRun, url } from '../__testUtils__';

const PATH = `/${failedRun.cluster}/${failedRun.uid}`;

const pulled: RunEvent = {
  runUid: failedRun.uid,
  about: { kind: 'Pod', name: 'checkout-pod' },
  type: 'Normal',
  reason: 'Pulled',
  message: 'Image is there',
  count: 3,
  lastAt: '2026-11-21T05:08:41Z',
  source: 'kubelet',
};
const backOff: RunEvent = {
  ...pulled,
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting',
  count: 1,
};

function renderEvents(
  items: readonly RunEvent[],
  options: { more?: boolean; query?: string } = {},
) {
  const api = failedApi();
  api.listRunEvents.mockResolvedValue({ items, more: options.more ?? false });
  renderRun({ api, query: options.query ?? '?tab=events' });
}
const rows = async () =>
  within(await screen.findByRole('table', { name: 'Events' }))
    .getAllByRole('rowheader')
    .map(row => row.textContent);

it('shows the warnings of a run that failed, and all if asked', async () => {
  renderEvents([pulled, backOff], { more: true });

  expect(await rows()).toEqual(['BackOff']);
  await userEvent.click(screen.getByRole('radio', { name: 'All (2)' }));
  expect(url()).toBe(`${PATH}?tab=events&events=all`);
  expect(await rows()).toEqual(['Pulled', 'BackOff']);
  expect(screen.getByText('3 times')).toBeInTheDocument();
  expect(screen.getByText(/There were too many events/)).toBeInTheDocument();
});

it('says that there was no warning', async () => {
  renderEvents([pulled]);
  expect(await screen.findByText('There was no warning.')).toBeInTheDocument();
});

it('says that none were captured, and which setting would', async () => {
  renderEvents([]);
  expect(
    await screen.findByText('Events were not captured for this run'),
  ).toBeInTheDocument();
  expect(
    screen.getByText('tektonResults.watcher.storeEvents'),
  ).toBeInTheDocument();
});

it('says why none were captured, if that is known', async () => {
  const api = failedApi();
  api.getRun.mockResolvedValue({
    ...failedDetails,
    capture: {
      ...failedDetails.capture,
      gaps: [
        {
          what: 'events',
          reason: 'the credential may not read events',
          since: '2026-11-21T05:08:43Z',
        },
      ],
    },
  });
  renderRun({ api, query: '?tab=events' });
  expect(
    await screen.findByText('the credential may not read events'),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('heading', { name: 'Events of this run are missing' }),
  ).toBeInTheDocument();
  expect(screen.getByText(/^Since/)).toHaveTextContent(/5:08/);
  // It would change nothing, nor does it explain what a policy has removed.
  expect(
    screen.queryByText('tektonResults.watcher.storeEvents'),
  ).not.toBeInTheDocument();
  expect(
    screen.queryByText('Events were not captured for this run'),
  ).not.toBeInTheDocument();
});

it('says why they cannot be loaded', async () => {
  const api = failedApi();
  api.listRunEvents.mockRejectedValueOnce(new Error('Bad gateway'));
  renderRun({ api, query: '?tab=events' });
  expect(await screen.findByText('Bad gateway')).toBeInTheDocument();
});
