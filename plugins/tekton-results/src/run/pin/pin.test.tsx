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
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { tektonRunPinPermission } from 'backstage-plugin-tekton-results-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type FakeApi, failedRun, fakeApi, runPin } from '../../__fixtures__';
import { tektonResultsApiRef } from '../../api';
import { PinButton } from './PinButton';
import { PinFact } from './PinFact';

const ref = { cluster: failedRun.cluster, uid: failedRun.uid };

function renderPin(
  options: { pinned?: boolean; allowed?: boolean; api?: FakeApi } = {},
) {
  const { pinned = false, allowed = true } = options;
  const api = options.api ?? fakeApi();
  const onChanged = jest.fn();
  const authorize = jest.fn(() =>
    allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
  );
  renderInTestApp(
    <TestApiProvider
      apis={[
        [tektonResultsApiRef, api],
        [permissionApiRef, mockApis.permission({ authorize })],
      ]}
    >
      <p>The page</p>
      <PinButton
        details={{ run: failedRun, ...(pinned && { pin: runPin }) }}
        onChanged={onChanged}
      />
    </TestApiProvider>,
  );
  return { api, authorize, onChanged };
}

it('keeps a run for ever, for a reason', async () => {
  const { api, authorize, onChanged } = renderPin();
  await userEvent.click(await screen.findByRole('button', { name: 'Pin' }));
  const dialog = await screen.findByRole('dialog');
  const pin = () => within(dialog).getByRole('button', { name: 'Pin' });
  expect(pin()).toBeDisabled();

  await userEvent.type(
    within(dialog).getByRole('textbox', { name: 'Why it is kept' }),
    ' evidence of the outage ',
  );
  await userEvent.click(pin());

  await waitFor(() => expect(onChanged).toHaveBeenCalledTimes(1));
  expect(api.pinRun).toHaveBeenCalledWith(ref, {
    reason: 'evidence of the outage',
  });
  expect(authorize).toHaveBeenCalledWith(
    expect.objectContaining({
      permission: tektonRunPinPermission,
      resourceRef: `${ref.cluster}/${ref.uid}`,
    }),
  );
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
});

it('ends that', async () => {
  const { api, onChanged } = renderPin({ pinned: true });
  await userEvent.click(await screen.findByRole('button', { name: 'Unpin' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent(/the next job may remove it/);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Unpin' }));

  await waitFor(() => expect(onChanged).toHaveBeenCalledTimes(1));
  expect(api.unpinRun).toHaveBeenCalledWith(ref);
});

it('says why it could not be done', async () => {
  const api = fakeApi();
  api.unpinRun.mockRejectedValue(new NotAllowedError('Not any more'));
  const { onChanged } = renderPin({ pinned: true, api });
  await userEvent.click(await screen.findByRole('button', { name: 'Unpin' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Unpin' }));

  expect(await within(dialog).findByText('Not any more')).toBeInTheDocument();
  expect(onChanged).not.toHaveBeenCalled();
});

it('is not offered to who may not', async () => {
  const { authorize } = renderPin({ allowed: false });
  await screen.findByText('The page');
  await waitFor(() => expect(authorize).toHaveBeenCalled());
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('tells who keeps a run, since when and why', async () => {
  renderInTestApp(<PinFact pin={runPin} />);
  expect(await screen.findByText('for ever: it is pinned')).toBeInTheDocument();
  expect(
    screen.getByText(/^by user:default\/admin, Nov 21, 2026/),
  ).toBeInTheDocument();
  expect(screen.getByText('evidence of the outage')).toBeInTheDocument();
});
