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

import { screen, within } from '@testing-library/react';
import { checkoutRun, failedRun } from '../../__fixtures__';
import { failedApi, failedDetails, renderRun } from '../__testUtils__';

it('shows the runs by what they have to do with it', async () => {
  const api = failedApi();
  api.getRelatedRuns.mockResolvedValue({
    previous: checkoutRun,
    parent: { ...checkoutRun, uid: 'parent', source: {}, name: 'parent-run' },
    sameRevision: [{ ...failedRun, uid: 'again' }],
    children: [{ ...checkoutRun, uid: 'uid-of-image' }],
    sameResult: [],
  });
  renderRun({ api, query: '?tab=related' });

  const neighbours = await screen.findByRole('list', { name: 'Same pipeline' });
  expect(neighbours).toHaveTextContent('Previous run');
  expect(
    within(neighbours).getByRole('link', { name: 'Add health check' }),
  ).toHaveAttribute('href', `/example/${checkoutRun.uid}`);
  const family = screen.getByRole('list', { name: 'Parent and children' });
  expect(within(family).getAllByRole('link')).toHaveLength(1);
  expect(within(family).getByRole('link')).toHaveTextContent('parent-run');
  expect(screen.getByRole('list', { name: 'Same commit' })).toHaveTextContent(
    'Fix rounding of totals',
  );
  expect(
    screen.getByText('Nothing else belongs to its Result.'),
  ).toBeInTheDocument();
});

it('says why they cannot be loaded', async () => {
  const api = failedApi();
  api.getRelatedRuns.mockRejectedValue(new Error('Bad gateway'));
  renderRun({ api, query: '?tab=related' });

  expect(
    await screen.findByText('Related runs could not be loaded'),
  ).toBeInTheDocument();
});

it('tells the siblings of a task apart', async () => {
  const api = failedApi();
  const sibling = {
    ...checkoutRun,
    kind: 'TaskRun' as const,
    ownerUid: 'parent',
  };
  api.getRun.mockResolvedValue({
    ...failedDetails,
    run: { ...failedRun, kind: 'TaskRun', ownerUid: 'parent', task: 'image' },
    failureCause: undefined,
  });
  api.getRelatedRuns.mockResolvedValue({
    sameRevision: [],
    children: [],
    sameResult: [
      { ...sibling, uid: 'a', task: 'clone' },
      { ...sibling, uid: 'b', task: 'unit-test' },
    ],
  });
  renderRun({ api, query: '?tab=related' });

  const siblings = await screen.findByRole('list', { name: 'Same Result' });
  expect(
    within(siblings)
      .getAllByRole('link')
      .map(link => link.textContent),
  ).toEqual(['clone · Add health check', 'unit-test · Add health check']);
  expect(
    screen.queryByText(/no other run of this pipeline/),
  ).not.toBeInTheDocument();
});
