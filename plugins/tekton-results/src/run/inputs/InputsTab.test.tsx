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
import userEvent from '@testing-library/user-event';
import { failedRun } from '../../__fixtures__';
import { failedApi, renderRun } from '../__testUtils__';
import { foldedText, valueText } from './ValueView';

const LONG = 'x'.repeat(300);

function inputsApi() {
  const api = failedApi();
  api.getRunObject.mockImplementation(async ({ uid }) =>
    uid === failedRun.uid
      ? {
          kind: 'PipelineRun',
          metadata: { uid },
          spec: {
            params: [
              { name: 'long', value: LONG },
              { name: 'empty', value: '' },
              { name: 'list', value: ['a', { b: 1 }] },
            ],
            workspaces: [
              {
                name: 'source',
                persistentVolumeClaim: { claimName: 'cache' },
              },
            ],
          },
        }
      : { kind: 'TaskRun', metadata: { uid } },
  );
  return api;
}
const row = async (table: string, name: RegExp) =>
  within(await screen.findByRole('table', { name: table })).getByRole('row', {
    name,
  });

it('shows values of all types; long ones can be unfolded', async () => {
  renderRun({ api: inputsApi(), query: '?tab=inputs' });

  expect(await row('Parameters', /^list/)).toHaveTextContent('"b": 1');
  expect(await row('Parameters', /^empty/)).toHaveTextContent('empty text');
  expect(await row('Parameters', /^long/)).not.toHaveTextContent(LONG);
  await userEvent.click(
    screen.getByRole('button', { name: 'Show all of long' }),
  );
  expect(await row('Parameters', /^long/)).toHaveTextContent(LONG);
  expect(await row('Workspaces', /^source/)).toHaveTextContent(
    'persistentVolumeClaim',
  );
  expect(screen.getByText('It gave no results.')).toBeInTheDocument();
});

it('names what a task does not have', async () => {
  renderRun({ api: inputsApi(), query: '?tab=inputs&task=image' });

  expect(await screen.findByText('It has no parameters.')).toBeInTheDocument();
  expect(screen.getByText('It has no workspaces.')).toBeInTheDocument();
  expect(screen.getByText('No step is known.')).toBeInTheDocument();
});

it('says why they cannot be loaded', async () => {
  const api = inputsApi();
  api.getRunObject.mockRejectedValue(new Error('Bad gateway'));
  renderRun({ api, query: '?tab=inputs' });

  expect(
    await screen.findByText('Inputs and outputs could not be loaded'),
  ).toBeInTheDocument();
});

it('folds by length and by lines', () => {
  expect(foldedText('short')).toBe('short');
  expect(foldedText('1\n2\n3\n4\n5\n6\n7')).toBe('1\n2\n3\n4\n5\n6…');
  expect(valueText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});
