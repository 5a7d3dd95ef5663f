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
import { render, screen } from '@testing-library/react';
import { Boundary } from './Boundary';
import { TabBoundary } from './TabBoundary';

function Broken(): never {
  throw new Error('Loading chunk 7 failed');
}

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  jest.restoreAllMocks();
});

it('shows something else where a part fails', () => {
  render(
    <Boundary fallback={error => <pre>{error.message}</pre>}>
      <Broken />
    </Boundary>,
  );
  expect(screen.getByText('Loading chunk 7 failed')).toBeInTheDocument();
});

it('says that a tab cannot be shown', async () => {
  renderInTestApp(
    <TabBoundary>
      <Broken />
    </TabBoundary>,
  );
  expect(
    await screen.findByText('This part could not be shown'),
  ).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled();
});
