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

import { render, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import type { RunTab } from './location';
import { useTabInView } from './useTabInView';

function Tabs({ tab, scroll }: { tab: RunTab; scroll: () => void }) {
  const tabs = useRef<HTMLDivElement>(null);
  useTabInView(tabs, tab);
  return (
    <div
      data-testid="list"
      ref={element => {
        (tabs as { current: HTMLDivElement | null }).current = element;
        if (element) {
          element.scrollIntoView = scroll;
        }
      }}
    />
  );
}

it.each([
  ['logs', 900, 1],
  ['logs', 100, 0],
  ['overview', 900, 0],
] as const)('%s with the tabs at %d px scrolls %d times', (tab, top, times) => {
  jest
    .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
    .mockReturnValue({ top } as DOMRect);
  const scroll = jest.fn();
  render(<Tabs tab={tab} scroll={scroll} />);
  expect(scroll).toHaveBeenCalledTimes(times);
});

it('brings the chosen tab into view where there is no room for all', () => {
  jest.spyOn(HTMLElement.prototype, 'offsetLeft', 'get').mockReturnValue(500);
  jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(60);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(200);
  function List() {
    const tabs = useRef<HTMLDivElement>(null);
    useTabInView(tabs, 'overview');
    return (
      <div ref={tabs} data-testid="tabs">
        <span role="tab" aria-selected="true" tabIndex={0}>
          Related
        </span>
      </div>
    );
  }
  render(<List />);
  expect(screen.getByTestId('tabs').scrollLeft).toBe(430);
});

it('waits for the tabs, which are drawn after their list', async () => {
  jest.spyOn(HTMLElement.prototype, 'offsetLeft', 'get').mockReturnValue(500);
  jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(60);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(200);
  render(<Tabs tab="related" scroll={jest.fn()} />);
  const list = screen.getByTestId('list');
  expect(list.scrollLeft).toBe(0);

  list.innerHTML = '<div><span role="tab" aria-selected="true"></span></div>';
  await waitFor(() => expect(list.scrollLeft).toBe(430));
});
