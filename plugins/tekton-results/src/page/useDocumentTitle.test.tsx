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

import { render, waitFor } from '@testing-library/react';
import { useDocumentTitle } from './useDocumentTitle';

function Screen({ title }: { title: string }) {
  useDocumentTitle(title);
  return null;
}

beforeEach(() => {
  document.title = 'Checkout';
});

it('stands before the title of the app, and leaves with the screen', () => {
  const { rerender, unmount } = render(<Screen title="Loading" />);
  expect(document.title).toBe('Loading | Checkout');
  rerender(<Screen title="Fix retry" />);
  expect(document.title).toBe('Fix retry | Checkout');
  unmount();
  expect(document.title).toBe('Checkout');
});

it('stays when the app changes its part', async () => {
  const { unmount } = render(<Screen title="Fix retry" />);
  document.title = 'Checkout | Runs';
  await waitFor(() =>
    expect(document.title).toBe('Fix retry | Checkout | Runs'),
  );
  unmount();
  expect(document.title).toBe('Checkout | Runs');
});
