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

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { failedRun } from '../../__fixtures__';
import {
  failedApi,
  failedDetails,
  renderRun,
  stubTextLayout,
  url,
} from '../__testUtils__';

const PATH = `/${failedRun.cluster}/${failedRun.uid}`;
const viewer = () =>
  screen.findByRole('textbox', { name: `YAML of ${failedRun.name}` });

beforeAll(async () => {
  stubTextLayout();
  // It is large: the tests shall not wait for it.
  await import('./YamlEditor');
});

it('shows what is stored, and where it comes from', async () => {
  renderRun({ query: '?tab=yaml' });

  expect(await viewer()).toHaveTextContent('kind: PipelineRun');
  expect(await viewer()).toHaveAttribute('aria-readonly', 'true');
  expect(screen.getByText(/still in the cluster/)).toBeInTheDocument();
});

it('says that the cluster does not have it any more', async () => {
  const api = failedApi();
  api.getRun.mockResolvedValue({
    ...failedDetails,
    run: { ...failedRun, goneAt: '2026-11-21T06:00:00Z' },
  });
  renderRun({ api, query: '?tab=yaml' });

  expect(await screen.findByText(/^Archived copy of/)).toBeInTheDocument();
});

it('shows a part, and says where there is none', async () => {
  renderRun({ query: '?tab=yaml' });
  await viewer();

  await userEvent.click(screen.getByRole('radio', { name: 'Spec' }));
  expect(url()).toBe(`${PATH}?tab=yaml&doc=spec`);
  expect(await viewer()).toHaveTextContent('name: revision');
  expect(await viewer()).not.toHaveTextContent('kind: PipelineRun');
  await userEvent.click(
    screen.getByRole('radio', { name: 'Resolved definition' }),
  );
  expect(
    await screen.findByText('The object has no such part.'),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'All' }));
  expect(url()).toBe(`${PATH}?tab=yaml`);
});

it('shows the objects of tasks', async () => {
  const api = renderRun({ query: '?tab=yaml' });
  await userEvent.selectOptions(
    await screen.findByLabelText('Of'),
    'task image os=linux',
  );

  expect(url()).toBe(`${PATH}?tab=yaml&task=image`);
  await waitFor(() =>
    expect(api.getRunObject).toHaveBeenCalledWith(
      { cluster: 'example', uid: 'uid-of-image' },
      expect.anything(),
    ),
  );
  expect(
    await screen.findByRole('textbox', {
      name: 'YAML of checkout-build-d52299b-image',
    }),
  ).toHaveTextContent('kind: TaskRun');
});

it('folds what Kubernetes keeps for itself', async () => {
  const api = failedApi();
  api.getRunObject.mockResolvedValue({
    metadata: {
      managedFields: [{ manager: 'controller' }],
      name: 'checkout',
    },
  });
  renderRun({ api, query: '?tab=yaml&line=4' });

  const text = await viewer();
  expect(within(text).getByTitle('Unfold line')).toBeInTheDocument();
  expect(text).not.toHaveTextContent('manager: controller');
  expect(text).toHaveTextContent('name: checkout');
});

it('says why there is no YAML', async () => {
  const api = failedApi();
  api.getRunObject.mockRejectedValue(new Error('Bad gateway'));
  renderRun({ api, query: '?tab=yaml' });

  expect(
    await screen.findByText('The YAML could not be loaded'),
  ).toBeInTheDocument();
});
