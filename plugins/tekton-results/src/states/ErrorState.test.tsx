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

import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ErrorState } from './ErrorState';

const answer = (status: number) =>
  ResponseError.fromResponse(new Response('{}', { status }));

async function renderError(error: Error) {
  const retry = jest.fn();
  renderInTestApp(<ErrorState title="No rows" error={error} retry={retry} />);
  await screen.findByText(/No rows|not signed in|may not see/);
  return retry;
}

it.each([
  ['429', () => answer(429), /too much to do/],
  ['503', () => answer(503), /too much to do/],
  ['502', () => answer(502), /went wrong at the server/],
  [
    'no answer',
    async () => new TypeError('Failed to fetch'),
    /could not be reached/,
  ],
])('says in plain words what %s means', async (_, error, text) => {
  const retry = await renderError(await error());
  expect(screen.getByRole('alert')).toHaveTextContent(text);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledTimes(1);
});

it('offers to sign in again', async () => {
  await renderError(await answer(401));
  expect(
    screen.getByText('You are not signed in any more'),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('button', { name: 'Sign in again' }),
  ).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('says that one may not see runs', async () => {
  await renderError(await answer(403));
  expect(screen.getByText('You may not see runs')).toBeInTheDocument();
});

it('shows at once what was wrong with the request', async () => {
  await renderError(await answer(400));
  expect(screen.getByRole('group')).toHaveAttribute('open');
});
