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
import { screen } from '@testing-library/react';
import { StatusChip } from './StatusChip';
import { type ShownStatus, statusLook } from './statusLook';

const STATUSES = Object.keys(statusLook) as ShownStatus[];

it.each(STATUSES)('shows %s as a word and a shape', async status => {
  renderInTestApp(<StatusChip status={status} message="why" />);

  const chip = await screen.findByTitle('why');
  expect(chip).toHaveTextContent(/^[A-Z][a-z, ]+$/);
  expect(chip.querySelector('svg')).toHaveAttribute('aria-hidden', 'true');
});

it('gives every status a shape of its own', () => {
  const shapes = STATUSES.map(
    status => `${statusLook[status].frame} ${statusLook[status].glyph}`,
  );
  expect(new Set(shapes).size).toBe(STATUSES.length);
});
