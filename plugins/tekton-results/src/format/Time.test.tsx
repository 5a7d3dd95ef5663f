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
import { act, screen } from '@testing-library/react';
import { Time } from './Time';

const NOW = new Date('2026-11-21T12:00:00Z');

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, advanceTimers: true });
});
afterEach(() => {
  jest.useRealTimers();
});

it('keeps up with what has just been', async () => {
  renderInTestApp(<Time value="2026-11-21T12:00:00Z" relative />);
  await screen.findByText('now');
  await act(() => jest.advanceTimersByTimeAsync(3_000));
  expect(screen.getByText('3 seconds ago')).toBeInTheDocument();
});

it.each([
  ['2026-11-20T12:00:00Z', 'yesterday', false],
  ['2025-11-20T12:00:00Z', '366 days ago', true],
])(
  'says of %s how long ago it is, and the year if it is another',
  async (value, ago, year) => {
    renderInTestApp(<Time value={value} relative />);
    const time = (await screen.findByText(ago)).closest('time');
    expect(time).toHaveAttribute('datetime', value);
    expect(time).toHaveTextContent(/Nov 20/);
    expect(/202\d/.test(time?.textContent ?? '')).toBe(year);
  },
);
